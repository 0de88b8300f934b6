"""`cap-clas serve` as a process, on an instance folder."""

import os
import subprocess
import sys
from pathlib import Path


class Server:
    """Starts at once; can be stopped by kill -9, and started again at the same address."""

    def __init__(self, instance: Path, **settings: str) -> None:
        self.instance = instance
        self.environment = os.environ | {"WIZARD_INSTANCE": str(instance)} | settings
        self.port = "0"
        self.errors = instance / "stderr.log"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "wizard", "serve", "--port", self.port]
        with self.errors.open("a") as errors:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        line = self.process.stdout.readline()
        assert "http://" in line, line + self.log()
        self.url = line.split()[-1]
        self.port = self.url.rpartition(":")[2]

    def log(self) -> str:
        """Everything said on stderr since the first start."""
        return self.errors.read_text("utf-8")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
