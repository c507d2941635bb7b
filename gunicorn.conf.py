"""How gunicorn runs the site: ``gunicorn cms.wsgi``; GUNICORN_CMD_ARGS overrides any of it."""

bind = "127.0.0.1:8000"
workers = 2
worker_class = "gthread"
# As many as DATABASE_POOL_SIZE: each thread holds a connection while it works.
threads = 4
timeout = 60
# A worker is renewed now and then, so that no leak grows for ever; not all at once.
max_requests = 5_000
max_requests_jitter = 500
# What proxies say is believed in one place only: cms.security, by TRUSTED_PROXIES.
forwarded_allow_ips = ""
# The proxy in front keeps the access log, under its own rules for personal data.
accesslog = None
errorlog = "-"
