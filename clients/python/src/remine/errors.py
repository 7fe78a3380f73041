"""What can be wrong with what was published, or with what was asked."""


class CorruptDataError(ValueError):
    """Bytes that are not what the format says; nothing of them is used."""


class BehindError(TimeoutError):
    """No view became as new as a search wanted in time; the message says what there is instead."""


class UntrustedRecordError(CorruptDataError):
    """A record that none of the trusted keys has signed; it is as if it were not there."""
