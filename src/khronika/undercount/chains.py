"""Whether Markov chains have arrived: R-hat and effective sample size (Vehtari and others 2021, doi:10.1214/20-BA1221)."""

from khronika.undercount.arrays import Floats, np, scipy


def rank_normal(draws: Floats) -> Floats:
    """Draws (chains, draws) replaced by normal scores of their ranks, for quantities with long tails."""
    ranks = scipy.stats.rankdata(draws, method="average").reshape(draws.shape)
    return np.asarray(scipy.special.ndtri((ranks - 0.375) / (draws.size + 0.25)))


def split(draws: Floats) -> Floats:
    """Each chain as two halves, so that a drift within one shows as a difference between two."""
    half = draws.shape[1] // 2
    return np.vstack([draws[:, :half], draws[:, -half:]])


def r_hat(draws: Floats) -> float:
    """The larger of the R-hats of ranks and of folded ranks, over split chains (chains, draws). 1 is perfect agreement."""
    halves = split(draws)
    return max(_r_hat(rank_normal(halves)), _r_hat(rank_normal(np.abs(halves - np.median(halves)))))


def _r_hat(halves: Floats) -> float:
    length = halves.shape[1]
    within = halves.var(axis=1, ddof=1).mean()
    between = halves.mean(axis=1).var(ddof=1)
    return float(np.sqrt((length - 1) / length + between / within)) if within > 0 else float("inf")


def effective_size(draws: Floats) -> float:
    """How many independent draws the chains (chains, draws) are worth for the middle: bulk effective sample size."""
    halves = rank_normal(split(draws))
    chains, length = halves.shape
    covariance = np.array([_autocovariance(chain) for chain in halves]).mean(axis=0)
    within = covariance[0] * length / (length - 1)
    variance = covariance[0] + halves.mean(axis=1).var(ddof=1)
    if variance <= 0:
        return float("nan")
    correlation = 1 - (within - covariance) / variance
    correlation[0] = 1.0
    return float(min(chains * length / _time(correlation), chains * length * np.log10(chains * length)))


def _time(correlation: Floats) -> float:
    """Integrated autocorrelation time by Geyer's initial monotone sequence."""
    pairs = correlation[: len(correlation) // 2 * 2].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs < 0)
    kept = np.minimum.accumulate(pairs[: negative[0]] if len(negative) else pairs)
    return float(max(2 * kept.sum() - 1, 1e-9))


def _autocovariance(chain: Floats) -> Floats:
    length = len(chain)
    size = scipy.fft.next_fast_len(2 * length)
    spectrum = np.fft.rfft(chain - chain.mean(), size)
    return np.asarray(np.fft.irfft(spectrum * np.conj(spectrum), size)[:length] / length)
