"""A file is taken from its owner only, and only with session, token and measure."""

from contextlib import closing
from http.client import HTTPConnection

from frontend.server.body_limit import MOST_BYTES
from tests.security.handlers import HANDLERS
from tests.security.people import browser, sign_in, token_of
from tests.security.record import RECORD
from tests.security.wire import Wire

ADDRESS = "/files/import/"
PAGE = "/inventory/import"
SECRET = "SKU,Name,Price\nsecret-1,Only bruno's cup,1\n"


def upload(http, data=SECRET, token=""):
    RECORD.bad_inputs += 1
    headers = {"X-CSRFToken": token or token_of(http)}
    return http.post(ADDRESS, files={"file": ("stock.csv", data)}, headers=headers)


def test_who_is_signed_out_or_has_no_token_leaves_nothing(server):
    with browser(server.url) as http:
        assert upload(http).json()["redirect"].startswith("/login")
        assert sign_in(http, "victor").is_success
        assert upload(http, token="x" * 32).status_code == 403


def test_body_larger_than_the_largest_file_is_refused(server):
    RECORD.bad_inputs += 1
    connection = HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    with closing(connection):
        connection.putrequest("POST", ADDRESS)
        connection.putheader("Content-Length", str(MOST_BYTES + 1))
        connection.endheaders()
        assert connection.getresponse().status == 413


async def test_file_of_one_user_is_checked_for_no_other(server, connect, people):
    with browser(server.url, sessionid=people["bruno"].session_key) as http:
        assert upload(http).json() == {"redirect": PAGE}
    wire: Wire = await connect(people["victor"], PAGE)
    await wire.hydrate()
    await wire.send(HANDLERS["ImportState.load_import"].wire_name)
    assert "secret" not in str(wire.frames).lower()
