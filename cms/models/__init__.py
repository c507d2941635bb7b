"""What every page shares (its base, the picture library, the site's settings), and the outbox."""

from .mail import MailState, OutgoingMail
from .page import BasePage, BasePageForm
from .picture import Picture, PictureRendition
from .site import SiteSettings

__all__ = [
    "BasePage",
    "BasePageForm",
    "MailState",
    "OutgoingMail",
    "Picture",
    "PictureRendition",
    "SiteSettings",
]
