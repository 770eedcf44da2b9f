"""allauth's second factor, in our words and with our keys."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter

from liaison.lib.sealed import seal, unseal


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed in the database; the phone shows what they are for."""

    def get_totp_label(self, user: Any) -> str:
        """The user name, never the mail address."""
        return str(user.username)

    def get_totp_issuer(self) -> str:
        """What stands above the code on the phone."""
        return "代表联络站"

    def encrypt(self, text: str) -> str:
        """Under the keys that also seal citizens' contacts."""
        return seal({"secret": text})

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed."""
        return unseal(encrypted_text)["secret"]
