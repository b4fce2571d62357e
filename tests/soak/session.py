"""What a browser says to a server of the dashboard, without a browser: opens pages, looks again as long as pages ask it to."""

import asyncio
import time
from dataclasses import dataclass, field

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MAIN = 0  # of the roots that elements hang on


@dataclass
class Opened:
    """How a page came: seconds until its first content, its first figure (NaN without one), and until its script had run."""

    page: str
    content: float = float("nan")
    figure: float = float("nan")
    done: float = float("nan")
    errors: list[str] = field(default_factory=list)


class Session:
    """One visitor: a WebSocket, as long as `async with` lasts."""

    def __init__(self, port: int) -> None:
        self._address = f"ws://localhost:{port}/_stcore/stream"
        self._origin = f"http://localhost:{port}"
        self._again: dict[str, asyncio.Task[None]] = {}

    async def __aenter__(self) -> "Session":
        """Connect."""
        self._socket = await websockets.connect(
            self._address,
            origin=websockets.Origin(self._origin),
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            open_timeout=60,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the page."""
        self._stop_looking_again()
        await self._socket.close()

    async def open(self, page: str, query: str = "", seconds: float = 120) -> Opened:
        """Ask for a page and wait until its script has run."""
        self._stop_looking_again()
        opened, began = Opened(page), time.monotonic()
        await self._ask(page_name=page, query_string=query)
        async with asyncio.timeout(seconds):
            while opened.done != opened.done:
                self._hear(await self._next(), opened, time.monotonic() - began)
        return opened

    async def look(self, seconds: float) -> list[str]:
        """Stay on the page, which may change by itself; errors that came up."""
        seen = Opened("")
        try:
            async with asyncio.timeout(seconds):
                while True:
                    self._hear(await self._next(), seen, 0.0)
        except TimeoutError:
            return seen.errors

    async def _ask(self, **said: object) -> None:
        message = BackMsg()
        for name, value in said.items():
            setattr(message.rerun_script, name, value)
        await self._socket.send(message.SerializeToString())

    async def _next(self) -> ForwardMsg:
        message = ForwardMsg()
        message.ParseFromString(await self._socket.recv(decode=False))
        return message

    def _hear(self, message: ForwardMsg, opened: Opened, now: float) -> None:
        kind = message.WhichOneof("type")
        if kind == "script_finished":
            opened.done = now
        elif kind == "auto_rerun":
            self._look_again(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "ref_hash" and opened.content != opened.content:
            opened.content = now
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._see(message, opened, now)

    def _see(self, message: ForwardMsg, opened: Opened, now: float) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if (
            message.metadata.delta_path[0] == MAIN
            and kind not in ("html", "empty")
            and opened.content != opened.content
        ):
            opened.content = now
        if kind == "plotly_chart" and opened.figure != opened.figure:
            opened.figure = now
        if kind == "exception":
            opened.errors.append(f"{opened.page}: {element.exception.type} {element.exception.message}")
        if kind == "alert" and "unforeseen" in element.alert.body:
            opened.errors.append(f"{opened.page}: {element.alert.body}")

    def _look_again(self, fragment: str, interval: float) -> None:
        if fragment not in self._again:
            self._again[fragment] = asyncio.create_task(self._keep_looking(fragment, interval))

    async def _keep_looking(self, fragment: str, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            await self._ask(fragment_id=fragment, is_auto_rerun=True)

    def _stop_looking_again(self) -> None:
        for task in self._again.values():
            task.cancel()
        self._again.clear()
