"""Settings, one module for each place that the site runs in; only here is the environment read."""
