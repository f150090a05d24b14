"""Put on record that a setting of disclosure shows more than the default would, and refuse a policy that is not on record.

The settings themselves stand in khronika.toml; the ledger says who loosened what, when and why. A setting that was not
stated, or stated with another value, does not count.
"""

from khronika.archive.session import Session
from khronika.disclosure import Policy, loosened, policy_of
from khronika.errors import UsageError

ACT = "loosen"


def archive_policy(session: Session) -> Policy:
    """The policy of khronika.toml. Raises UsageError: a slip in it, or a loosening without a line in the ledger."""
    policy = _stated(session)
    recorded = {(s.subject, s.values()["value"]) for s in session.ledger.statements(0, ACT)}
    missing = [pair for pair in loosened(policy) if pair not in recorded]
    if missing:
        name, value = missing[0]
        raise UsageError(
            f"khronika.toml loosens {name} to {value} and the ledger does not say why; "
            f'put it on record with: khronika disclosure loosen {name} --reason "…"'
        )
    return policy


def loosen(session: Session, name: str, reason: str) -> list[str]:
    """States a reason for what khronika.toml loosens under this name; gives the values. Raises UsageError: it does not, or no reason."""
    if not reason.strip():
        raise UsageError("say why with --reason")
    found = [pair for pair in loosened(_stated(session)) if pair[0] == name]
    if not found:
        raise UsageError(f"khronika.toml does not loosen {name!r}; write it there under [disclosure] first")
    with session.ledger.writing() as writing:
        for subject, value in found:
            writing.state(ACT, subject, {"value": value, "reason": reason})
    return [value for _, value in found]


def _stated(session: Session) -> Policy:
    settings = session.settings.more.get("disclosure", {})
    if not isinstance(settings, dict):
        raise UsageError("khronika.toml: disclosure must be a table: [disclosure]")
    return policy_of(settings)
