"""The version of the program that makes a release, as its files name it."""

from importlib.metadata import version

VERSION = version("khronika")
