"""What an address answers that nothing stands at."""

from datasette import NotFound, Response, hookimpl
from datasette import handle_exception as default
from datasette.plugins import pm

# Where rich is installed, Datasette prints every failure with it, and fails itself over an address that fits no
# route ("Value for 'trace' required"): HTTP 500 for a typing error, and the values of all variables in the log.
default.rich = None


@hookimpl
def handle_exception(datasette, request, exception):
    """Our page for a missing one; every other failure is Datasette's to tell."""
    if not isinstance(exception, NotFound):
        return None
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": "Not found", "status": 404, "title": None}, status=404)
    return pm.get_plugin("pages.py").missing(datasette, request)
