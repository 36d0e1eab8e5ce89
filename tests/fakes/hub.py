"""As much of a model hub as fetching needs: what a model consists of, and its files."""

import hashlib
from pathlib import Path
from typing import Any, Optional

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

_REVISION = "0123456789abcdef0123456789abcdef01234567"


class Hub:
    """Serves the models in `folder`, which are folders OWNER/MODEL; remembers which files were asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.library: Optional[str] = None
        self.downloads: list[str] = []
        self.app = Starlette(
            routes=[
                Route("/api/models/{owner}/{model}", self._model),
                Route("/api/models/{owner}/{model}/revision/{revision}", self._model),
                Route("/api/models/{owner}/{model}/tree/{revision}", self._tree),
                Route("/{owner}/{model}/resolve/{revision}/{file:path}", self._file),
            ]
        )

    def _files(self, request: Request) -> dict[str, bytes]:
        folder = self._folder / request.path_params["owner"] / request.path_params["model"]
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    def _model(self, request: Request) -> Response:
        files = self._files(request)
        if not files:
            return JSONResponse({"error": "Repository not found"}, 401, {"X-Error-Code": "RepoNotFound"})
        model: dict[str, Any] = {"id": "x", "sha": _REVISION, "tags": ["license:mit"], "library_name": self.library}
        return JSONResponse({**model, "siblings": [{"rfilename": name} for name in files]})

    def _tree(self, request: Request) -> Response:
        entries = [
            {"type": "file", "path": name, "size": len(content), "oid": _etag(content)}
            for name, content in self._files(request).items()
        ]
        return JSONResponse(entries)

    def _file(self, request: Request) -> Response:
        name = request.path_params["file"]
        content = self._files(request)[name]
        if request.method == "GET":
            self.downloads.append(name)
        headers = {"ETag": f'"{_etag(content)}"', "X-Repo-Commit": _REVISION}
        return Response(content, media_type="application/octet-stream", headers=headers)


def _etag(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
