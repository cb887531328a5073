"""An OAuth 1.0a server by oauthlib, a library that shares nothing with ours. Prints its port, then serves until killed.

POST /initiate, POST /token, ANY /api/...; GET /authorize?oauth_token=... answers with the callback it would redirect to.
Its one client: key "consumer-key-of-ours-1", secret "consumer secret & more", and the RSA key of the environment.
"""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from oauthlib.oauth1 import (
    SIGNATURE_HMAC_SHA1,
    SIGNATURE_HMAC_SHA256,
    SIGNATURE_PLAINTEXT,
    SIGNATURE_RSA_SHA1,
    RequestValidator,
    WebApplicationServer,
)
from oauthlib.oauth1.rfc5849.errors import OAuth1Error

CLIENT = "consumer-key-of-ours-1"
SECRET = "consumer secret & more"


class Validator(RequestValidator):
    enforce_ssl = False
    nonce_length = (8, 64)
    client_key_length = (8, 64)
    request_token_length = (8, 64)
    access_token_length = (8, 64)
    verifier_length = (4, 64)
    allowed_signature_methods = (
        SIGNATURE_HMAC_SHA1,
        SIGNATURE_HMAC_SHA256,
        SIGNATURE_RSA_SHA1,
        SIGNATURE_PLAINTEXT,
    )
    realms = ["photos"]
    dummy_client = "dummy-client-key"
    dummy_request_token = "dummy-request-token"
    dummy_access_token = "dummy-access-token"

    def __init__(self):
        super().__init__()
        self.nonces = set()
        self.temporary = {}
        self.tokens = {}

    def check_nonce(self, nonce):
        return 8 <= len(nonce) <= 64

    def check_request_token(self, token):
        return True

    def check_access_token(self, token):
        return True

    def check_verifier(self, verifier):
        return True

    def check_client_key(self, key):
        return True

    def validate_timestamp_and_nonce(self, client_key, timestamp, nonce, request, request_token=None, access_token=None):
        used = (client_key, timestamp, nonce)
        if used in self.nonces:
            return False
        self.nonces.add(used)
        return True

    def validate_client_key(self, client_key, request):
        return client_key == CLIENT

    def get_client_secret(self, client_key, request):
        return SECRET

    def get_rsa_key(self, client_key, request):
        return os.environ["RSA_PUBLIC_KEY"]

    def validate_requested_realms(self, client_key, realms, request):
        return True

    def get_default_realms(self, client_key, request):
        return []

    def get_realms(self, token, request):
        return []

    def validate_realms(self, client_key, token, request, uri=None, realms=None):
        return True

    def validate_redirect_uri(self, client_key, redirect_uri, request):
        return True

    def get_redirect_uri(self, token, request):
        return self.temporary[token]["callback"]

    def save_request_token(self, token, request):
        self.temporary[token["oauth_token"]] = {
            "secret": token["oauth_token_secret"],
            "callback": request.redirect_uri,
        }

    def verify_request_token(self, token, request):
        return token in self.temporary

    def validate_request_token(self, client_key, token, request):
        return token in self.temporary

    def get_request_token_secret(self, client_key, token, request):
        return self.temporary.get(token, {}).get("secret", "")

    def save_verifier(self, token, verifier, request):
        self.temporary[token]["verifier"] = verifier["oauth_verifier"]

    def validate_verifier(self, client_key, token, verifier, request):
        return self.temporary[token].get("verifier") == verifier

    def invalidate_request_token(self, client_key, request_token, request):
        del self.temporary[request_token]

    def save_access_token(self, token, request):
        self.tokens[token["oauth_token"]] = token["oauth_token_secret"]

    def validate_access_token(self, client_key, token, request):
        return token in self.tokens

    def get_access_token_secret(self, client_key, token, request):
        return self.tokens.get(token, "")


SERVER = WebApplicationServer(Validator())


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def serve(self):
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length).decode("utf-8", "surrogateescape")
        uri = "http://%s%s" % (self.headers["host"], self.path)
        call = (uri, self.command, body, dict(self.headers.items()))
        path = urlsplit(self.path).path
        try:
            if path == "/initiate":
                self.answer(*SERVER.create_request_token_response(*call)[1:])
            elif path == "/token":
                self.answer(*SERVER.create_access_token_response(*call)[1:])
            elif path == "/authorize":
                token = parse_qs(urlsplit(self.path).query)["oauth_token"][0]
                headers, _, _ = SERVER.create_authorization_response(
                    "%s?oauth_token=%s" % (uri.split("?")[0], token), credentials={"user": "1"}
                )
                self.answer(json.dumps({"location": headers["Location"]}), 200)
            else:
                is_valid, _ = SERVER.validate_protected_resource_request(*call, realms=[])
                self.answer(json.dumps({"path": self.path}), 200 if is_valid else 401)
        except OAuth1Error as error:
            self.answer(error.urlencoded, error.status_code)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve

    def answer(self, body, status):
        data = (body or "").encode()
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
listener.daemon_threads = True
listener.handle_error = lambda *_: None  # callers that hang up
print(listener.server_port, flush=True)
listener.serve_forever()
