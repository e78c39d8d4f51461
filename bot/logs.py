"""The log: one handler on standard error that no secret gets past, whoever logs it."""

import json
import logging
import sys
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType

from bot.redact import Redactor

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
NOISY = ("aiohttp.access", "apscheduler", "httpx", "telegram.ext")  # a line per request or tick
_log = logging.getLogger("nachfass")


class Redaction(logging.Filter):
    """Cleans the record itself, so that a traceback cached in it is clean for any later handler, too."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact
        self._formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._redact(_message(record)), None
        if record.exc_info and record.exc_info[0]:
            record.exc_text = self._formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self._redact(record.exc_text)
        record.exc_info = None
        if record.stack_info:
            record.stack_info = self._redact(record.stack_info)
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 – logging would print the arguments as they are
        return f"{record.msg} (arguments do not fit)"


class JsonFormatter(logging.Formatter):
    """One line of JSON per record."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_text:
            line["exception"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)


def setup(*, level: str = "warning", form: str = "text", secrets: Iterable[str] = ()) -> None:
    """Log to standard error; may be called again once the secrets are known.

    asyncio reports what nobody awaited through its own logger, so the event loop needs no handler of ours.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Redaction(Redactor(secrets)))
    handler.setFormatter(JsonFormatter() if form == "json" else logging.Formatter(TEXT))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
    sys.excepthook = _crashed
    sys.unraisablehook = _unraisable
    threading.excepthook = _thread_crashed


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _log.critical("crashed", exc_info=(kind, error, trace))


def _unraisable(args: "sys.UnraisableHookArgs") -> None:
    error = args.exc_value or args.exc_type()
    _log.error("ignored in %r", args.object, exc_info=(args.exc_type, error, args.exc_traceback))


def _thread_crashed(args: threading.ExceptHookArgs) -> None:
    error = args.exc_value or args.exc_type()
    _log.error("thread crashed", exc_info=(args.exc_type, error, args.exc_traceback))
