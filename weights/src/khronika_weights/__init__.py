"""The network of the careful mode, as data: encoder.onnx, heads.msgpack, pieces.msgpack. Read by khronika.judge."""
