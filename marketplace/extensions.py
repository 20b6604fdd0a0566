"""Flask extensions, one instance each, bound to the application here."""

from flask import Flask
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from marketplace.config import Settings
from marketplace.database import db

login_manager = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address)
compress = Compress()


def init_app(app: Flask) -> None:
    """Bind all extensions; believe proxies only where the setting says so."""
    settings: Settings = app.extensions["settings"]
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    db.init_app(app)
    login_manager.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    compress.init_app(app)
    proxies = settings["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's documented way to add a middleware
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
