"""PyPI's changelog over XML-RPC by Python's own server, so that both sides of the protocol are not ours."""

import sys
from socketserver import ThreadingMixIn
from xmlrpc.client import Fault
from xmlrpc.server import SimpleXMLRPCRequestHandler, SimpleXMLRPCServer

MOST = 50_000
LAST = 60_000


class Quiet(SimpleXMLRPCRequestHandler):
    rpc_paths = ("/pypi",)
    protocol_version = "HTTP/1.1"


def changelog_last_serial():
    return LAST


def changelog_since_serial(serial):
    if serial < 0 or serial > LAST:
        raise Fault(-32500, "HTTPTooManyRequests: <slow> & steady")
    last = min(serial + MOST, LAST)
    version = {0: None, 1: "1.0"}
    return [
        (f"Zope.Interface{number}" if number % 3 else "ünreal & <odd>", version[number % 2], 1_700_000_000, "add source file a&b.tar.gz", number)
        for number in range(serial + 1, last + 1)
    ]


class ThreadedServer(ThreadingMixIn, SimpleXMLRPCServer):
    daemon_threads = True


server = ThreadedServer(("127.0.0.1", 0), requestHandler=Quiet, allow_none=True, logRequests=False)
server.register_function(changelog_last_serial)
server.register_function(changelog_since_serial)
print(server.server_address[1], flush=True)
sys.stdout.close()
server.serve_forever()
