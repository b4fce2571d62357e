"""How large the largest eigenvalue of pure noise is, with a margin for chance."""

TRACY_WIDOM_95 = 0.9793  # 95 % quantile of the Tracy-Widom law of order 1


def largest_eigenvalue_edge(freedom: float, d: int, margin: float = TRACY_WIDOM_95) -> float:
    """Largest eigenvalue of a sample covariance of isotropic noise, relative to the noise's variance in a direction.

    Parameters
    ----------
    freedom : float
        Degrees of freedom: rows less what was estimated from them (a mean takes one). Positive.
    d : int
        Dimensions.
    margin : float
        Quantile of the Tracy-Widom law; the default is exceeded by chance in 5 % of samples.

    Notes
    -----
    (mu + margin * sigma) / freedom with Johnstone's centring and scaling, both sizes less 1/2, which makes the law
    accurate to O(min(freedom, d)^(-2/3)), within a percent from about five dimensions on.

    References
    ----------
    Johnstone 2001, Annals of Statistics 29; Ma 2012, Bernoulli 18 (the halves).
    """
    rows, columns = max(freedom - 0.5, 0.5) ** 0.5, (d - 0.5) ** 0.5
    centre, scale = (rows + columns) ** 2, (rows + columns) * (1 / rows + 1 / columns) ** (1 / 3)
    return (centre + margin * scale) / freedom
