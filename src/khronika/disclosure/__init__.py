"""Room: disclosure. What may leave an archive and how coarse: masked names, coarsened places and dates, withheld kinds.

Every export is made from the published view that this room makes, never from the working tables.
"""

from khronika.disclosure.decisions import Decision, told
from khronika.disclosure.policy import Policy, Rule, default_policy, loosened, policy_of
from khronika.disclosure.view import View, published_view

__all__ = ["Decision", "Policy", "Rule", "View", "default_policy", "loosened", "policy_of", "published_view", "told"]
