"""The installed version."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("nachfass")
except PackageNotFoundError:  # a bare checkout
    VERSION = "0"
