"""Firefox and WebKit as Debian ships them, driven by the commands of W3C WebDriver.

Playwright drives builds of its own of these two, and geckodriver is in no package registry. Both
engines understand the standard's commands all the same: WebKit through the WebKitWebDriver of its
package, Firefox by itself, on the Marionette port that geckodriver would only translate to.
"""

import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any

from tests.benchmarks import servers

PATIENCE = 15  # seconds that an element may take to appear

# The commands used here: what they are called on Marionette, how they are written in HTTP.
ROUTES = {
    "SetWindowRect": "POST window/rect",
    "NewWindow": "POST window/new",
    "GetWindowHandle": "GET window",
    "SwitchToWindow": "POST window",
    "Navigate": "POST url",
    "GetCurrentURL": "GET url",
    "Back": "POST back",
    "Forward": "POST forward",
    "Refresh": "POST refresh",
    "FindElement": "POST element",
    "GetActiveElement": "GET element/active",
    "ElementClick": "POST element/{id}/click",
    "ElementClear": "POST element/{id}/clear",
    "ElementSendKeys": "POST element/{id}/value",
    "GetElementText": "GET element/{id}/text",
    "GetElementProperty": "GET element/{id}/property/{name}",
    "GetElementRect": "GET element/{id}/rect",
    "IsElementSelected": "GET element/{id}/selected",
    "IsElementDisplayed": "GET element/{id}/displayed",
    "GetComputedLabel": "GET element/{id}/computedlabel",
    "ExecuteScript": "POST execute/sync",
    "TakeScreenshot": "GET screenshot",
    "Print": "POST print",
}


class Refused(Exception):
    """A command that the browser could not obey; the text is its own."""


class Marionette:
    """Firefox: commands are JSON, each behind its length, on a port of this machine."""

    date = "%Y-%m-%d"  # the driver gives a date field its value

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._stream = self._socket.makefile("rb")
        self._number = 0
        self._read()
        self._send("NewSession", {"capabilities": {}})

    def send(self, command: str, parameters: dict[str, Any]) -> Any:
        return self._send(command, parameters)

    def close(self) -> None:
        self._stream.close()
        self._socket.close()

    def _send(self, command: str, parameters: dict[str, Any]) -> Any:
        self._number += 1
        message = json.dumps([0, self._number, f"WebDriver:{command}", parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _type, _number, error, result = self._read()
        if error:
            raise Refused(f"{command} {parameters}: {error['message']}")
        return result["value"] if isinstance(result, dict) and "value" in result else result

    def _read(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) != b":":
            length += byte or b"no answer"
        return json.loads(self._stream.read(int(length)))


class Http:
    """WebKit: commands are HTTP requests to its driver."""

    date = "%m/%d/%Y"  # the driver types, in the order of the language of this machine

    def __init__(self, port: int, capabilities: dict[str, Any]) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        asked = {"capabilities": {"alwaysMatch": capabilities}}
        self._session = self._ask("POST", "/session", asked)["sessionId"]

    def send(self, command: str, parameters: dict[str, Any]) -> Any:
        method, path = ROUTES[command].format(**parameters).split()
        address = f"/session/{self._session}/{path}"
        return self._ask(method, address, parameters if method == "POST" else None)

    def close(self) -> None:
        self._ask("DELETE", f"/session/{self._session}", None)
        self._connection.close()

    def _ask(self, method: str, address: str, parameters: dict[str, Any] | None) -> Any:
        body = None if parameters is None else json.dumps(parameters)
        self._connection.request(method, address, body, {"Content-Type": "application/json"})
        value = json.load(self._connection.getresponse())["value"]
        if isinstance(value, dict) and "error" in value:
            raise Refused(f"{address} {parameters}: {value['error']}: {value['message']}")
        return value


class Element:
    """What was found in a page; it is of no use once the page has changed it."""

    def __init__(self, wire: Marionette | Http, reference: dict[str, str]) -> None:
        self._wire = wire
        self._reference = reference
        (self.id,) = reference.values()

    def _do(self, command: str, **parameters: Any) -> Any:
        return self._wire.send(command, {"id": self.id, **parameters})

    def click(self) -> None:
        """Press it where it can be seen: WebKit does not scroll to what touches the window."""
        script = "arguments[0].scrollIntoView({block: 'nearest'})"
        self._wire.send("ExecuteScript", {"script": script, "args": [self._reference]})
        self._do("ElementClick")

    def fill(self, text: str) -> None:
        self._do("ElementClear")
        self._do("ElementSendKeys", text=text)

    def fill_date(self, day: date) -> None:
        self._do("ElementSendKeys", text=day.strftime(self._wire.date))

    @property
    def text(self) -> str:
        return " ".join(self._do("GetElementText").split())

    @property
    def rect(self) -> dict[str, float]:
        return self._do("GetElementRect")

    @property
    def name(self) -> str:
        """What a screen reader calls it."""
        return " ".join(self._do("GetComputedLabel").split())

    @property
    def value(self) -> str:
        return self._do("GetElementProperty", name="value")

    @property
    def checked(self) -> bool:
        return self._do("IsElementSelected")

    @property
    def shown(self) -> bool:
        return self._do("IsElementDisplayed")


class Page:
    """The window of a browser, spoken of as its reader would."""

    def __init__(self, wire: Marionette | Http) -> None:
        self._wire = wire

    def do(self, command: str, **parameters: Any) -> Any:
        return self._wire.send(command, parameters)

    def open(self, url: str) -> None:
        self.do("Navigate", url=url)

    @property
    def url(self) -> str:
        return self.do("GetCurrentURL")

    def find(self, xpath: str) -> Element:
        """The first such element, waited for, also while one page gives way to another."""
        return _patiently(
            lambda: Element(self._wire, self.do("FindElement", using="xpath", value=xpath))
        )

    @property
    def focused(self) -> Element:
        """Where the keyboard and the reading are."""
        return Element(self._wire, self.do("GetActiveElement"))

    def see(self, text: str, within: str = "//main") -> Element:
        """Wait for this text in this part of the page."""
        return self.find(f"{within}[{_holds(text)}]")

    def heading(self, text: str) -> Element:
        return self.see(text, "//h1")

    def link(self, text: str) -> Element:
        return self.see(text, "//a[@href]")

    def button(self, text: str) -> Element:
        return self.see(text, "//button[not(@aria-hidden)]")

    def field(self, label: str, within: str = "") -> Element:
        return self.find(f"//*[@id = {within}//label[{_holds(label)}]/@for]")

    def choice(self, group: str, label: str) -> Element:
        """The label of a radio button: it is what people press."""
        return self.find(f"{choices(group)}//label[starts-with({_TEXT}, '{label}')]")

    def is_chosen(self, group: str, label: str) -> None:
        """Wait for this radio button to be the one chosen."""
        owner = f"{choices(group)}//label[starts-with({_TEXT}, '{label}')]/@for"

        def look() -> None:
            if not self.find(f"//input[@id = {owner}]").checked:
                raise Refused(f"{label} is not chosen in {group}")

        _patiently(look)


def _patiently(attempt: Callable[[], Any]) -> Any:
    """What `attempt` returns once the browser obeys it."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except Refused:
            if time.monotonic() > end:
                raise
        time.sleep(0.02)


def choices(group: str) -> str:
    """Where the choices are that this id names: it is that of the group, or of its first choice."""
    return f"//fieldset[descendant-or-self::*[@id='{group}']]"


_TEXT = "normalize-space(translate(., '\u00a0\u202f', '  '))"


def _holds(text: str) -> str:
    return f'contains({_TEXT}, "{text}")'


@contextmanager
def firefox(program: str, folder: Path, script: bool) -> Iterator[Page]:
    """A new Firefox at 360 × 740, with a profile in this empty folder."""
    settings = {
        "marionette.port": 0,
        "javascript.enabled": script,
        "intl.accept_languages": "fr",
        "toolkit.legacyUserProfileCustomizations.stylesheets": True,  # else 500 pixels at least
        "network.proxy.type": 1,  # no proxy for this machine, one that is not there for the rest
        "network.proxy.http": "127.0.0.1",
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.http_port": 9,
        "network.proxy.ssl_port": 9,
    }
    lines = (f"user_pref({json.dumps(key)}, {json.dumps(to)});" for key, to in settings.items())
    (folder / "user.js").write_text("\n".join(lines), "utf-8")
    (folder / "chrome").mkdir()
    (folder / "chrome" / "userChrome.css").write_text(":root { min-width: 0 !important }", "utf-8")
    command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(folder)]
    with _process(command) as process:
        said = next(line for line in process.stdout if "Listening on port" in line)
        Thread(target=process.stdout.read, daemon=True).start()  # what nobody reads would block it
        with _narrow(Marionette(int(said.split()[-1]))) as page:
            yield page


@contextmanager
def webkit(program: str, folder: Path, script: bool) -> Iterator[Page]:
    """A new window of WebKit at 360 × 740, on a screen that nobody sees."""
    screen = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    arguments = ["--automation", "--full-screen", f"--enable-javascript={str(script).lower()}"]
    # Its driver presses a button where it is, be the page still gliding to it: nothing may move.
    (folder / "gtk-3.0").mkdir()
    (folder / "gtk-3.0" / "settings.ini").write_text("[Settings]\ngtk-enable-animations=0", "utf-8")
    with _process(screen) as shown:
        display = shown.stdout.readline().strip()
        environment = {"DISPLAY": f":{display}", "XDG_CONFIG_HOME": str(folder)}
        port = servers.free_port()
        with servers.running([program, f"--port={port}", "--host=127.0.0.1"], port, **environment):
            wire = Http(port, {"webkitgtk:browserOptions": {"args": arguments}})
            with _narrow(wire) as page:
                yield page


@contextmanager
def _narrow(wire: Marionette | Http) -> Iterator[Page]:
    with closing(wire):
        page = Page(wire)
        page.do("SetWindowRect", width=360, height=740)
        yield page


@contextmanager
def _process(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """A program and what it says; it ends with the block."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    with process:
        try:
            yield process
        finally:
            process.terminate()
