"""Forms of the page: read with a limit, and only where they carry the sign that our own page made them."""

from fastapi import Request
from starlette.exceptions import HTTPException

from khronika.review.desk import Desk

MOST_BYTES = 200_000


async def checked_form(request: Request, desk: Desk) -> tuple[dict[str, str], dict[str, list[str]]]:
    """name -> its last value, name -> all its values. Raises HTTPException: 413 too large, 403 not from our page."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise HTTPException(413, "this form is too large")
    form = await request.form(max_files=0, max_fields=500)
    many = {name: [v for v in form.getlist(name) if isinstance(v, str)] for name in form}
    one = {name: values[-1] for name, values in many.items() if values}
    if not desk.gate.signed(one.get("token")):
        raise HTTPException(403, "this form is of an earlier run; go back, load the page again and send it then")
    return one, many
