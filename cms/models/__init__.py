"""What every page shares: its base, the picture library and the site's settings."""

from .page import BasePage, BasePageForm
from .picture import Picture, PictureRendition
from .site import SiteSettings

__all__ = ["BasePage", "BasePageForm", "Picture", "PictureRendition", "SiteSettings"]
