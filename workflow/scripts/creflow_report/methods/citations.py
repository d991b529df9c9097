"""Sources that methods texts cite; only those that are cited are listed."""

from __future__ import annotations

SOURCES = {
    "Agarwal et al. 2025": "Agarwal V et al. (2025) Massively parallel characterization of transcriptional regulatory "
    "elements. Nature 639:411-420.",
    "Ba et al. 2016": "Ba JL, Kiros JR, Hinton GE (2016) Layer normalization. arXiv:1607.06450.",
    "Caruana et al. 2004": "Caruana R, Niculescu-Mizil A, Crew G, Ksikes A (2004) Ensemble selection from libraries of "
    "models. ICML 2004:18.",
    "Chen et al. 2018": "Chen Z, Badrinarayanan V, Lee CY, Rabinovich A (2018) GradNorm: gradient normalization for "
    "adaptive loss balancing in deep multitask networks. ICML, PMLR 80:794-803.",
    "Efron 1979": "Efron B (1979) Bootstrap methods: another look at the jackknife. Ann Stat 7:1-26.",
    "Efron 1987": "Efron B (1987) Better bootstrap confidence intervals. J Am Stat Assoc 82:171-185.",
    "Fisher 1921": 'Fisher RA (1921) On the "probable error" of a coefficient of correlation deduced from a small '
    "sample. Metron 1:3-32.",
    "Bonett and Wright 2000": "Bonett DG, Wright TA (2000) Sample size requirements for estimating Pearson, Kendall "
    "and Spearman correlations. Psychometrika 65:23-28.",
    "Gosai et al. 2024": "Gosai SJ et al. (2024) Machine-guided design of cell-type-targeting cis-regulatory elements. "
    "Nature 634:1211-1220.",
    "He et al. 2016": "He K, Zhang X, Ren S, Sun J (2016) Deep residual learning for image recognition. "
    "CVPR 2016:770-778.",
    "Hoerl and Kennard 1970": "Hoerl AE, Kennard RW (1970) Ridge regression: biased estimation for "
    "nonorthogonal problems. Technometrics 12:55-67.",
    "Holm 1979": "Holm S (1979) A simple sequentially rejective multiple test procedure. Scand J Stat 6:65-70.",
    "Hu et al. 2018": "Hu J, Shen L, Sun G (2018) Squeeze-and-excitation networks. CVPR 2018:7132-7141.",
    "Huber 1964": "Huber PJ (1964) Robust estimation of a location parameter. Ann Math Stat 35:73-101.",
    "Ioffe and Szegedy 2015": "Ioffe S, Szegedy C (2015) Batch normalization: accelerating deep network training by "
    "reducing internal covariate shift. ICML, PMLR 37:448-456.",
    "Kendall et al. 2018": "Kendall A, Gal Y, Cipolla R (2018) Multi-task learning using uncertainty to weigh losses "
    "for scene geometry and semantics. CVPR 2018:7482-7491.",
    "Kingma and Ba 2015": "Kingma DP, Ba J (2015) Adam: a method for stochastic optimization. ICLR 2015.",
    "Lei et al. 2018": "Lei J et al. (2018) Distribution-free predictive inference for regression. J Am Stat Assoc "
    "113:1094-1111.",
    "Lin 1989": "Lin LI (1989) A concordance correlation coefficient to evaluate reproducibility. Biometrics "
    "45:255-268.",
    "Loshchilov and Hutter 2017": "Loshchilov I, Hutter F (2017) SGDR: stochastic gradient descent with warm restarts. "
    "ICLR 2017.",
    "Loshchilov and Hutter 2019": "Loshchilov I, Hutter F (2019) Decoupled weight decay regularization. ICLR 2019.",
    "Mölder et al. 2021": "Mölder F et al. (2021) Sustainable data analysis with Snakemake. F1000Research 10:33.",
    "Paszke et al. 2019": "Paszke A et al. (2019) PyTorch: an imperative style, high-performance deep learning "
    "library. NeurIPS 32:8024-8035.",
    "Penzar et al. 2023": "Penzar D et al. (2023) LegNet: a best-in-class deep learning model for short DNA regulatory "
    "regions. Bioinformatics 39:btad457.",
    "Phipson and Smyth 2010": "Phipson B, Smyth GK (2010) Permutation p-values should never be zero. Stat Appl Genet "
    "Mol Biol 9:39.",
    "Reddi et al. 2018": "Reddi SJ, Kale S, Kumar S (2018) On the convergence of Adam and beyond. ICLR 2018.",
    "Salimans and Kingma 2016": "Salimans T, Kingma DP (2016) Weight normalization: a simple reparameterization to "
    "accelerate training of deep neural networks. NeurIPS 29:901-909.",
    "Spearman 1904": "Spearman C (1904) The proof and measurement of association between two things. Am J Psychol "
    "15:72-101.",
    "Vaswani et al. 2017": "Vaswani A et al. (2017) Attention is all you need. NeurIPS 30:5998-6008.",
    "Vovk et al. 2005": "Vovk V, Gammerman A, Shafer G (2005) Algorithmic learning in a random world. Springer.",
    "Wilson 1927": "Wilson EB (1927) Probable inference, the law of succession, and statistical inference. J Am Stat "
    "Assoc 22:209-212.",
    "Wu and He 2018": "Wu Y, He K (2018) Group normalization. ECCV 2018:3-19.",
    "Zhang et al. 2018": "Zhang H, Cisse M, Dauphin YN, Lopez-Paz D (2018) mixup: beyond empirical risk minimization. "
    "ICLR 2018.",
}


class Citations:
    """Notes what a text cites."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._used: set[str] = set()

    def __call__(self, *sources: str) -> str:
        """ " (Holm 1979; Lin 1989)", to stand behind a word."""
        self._used.update(sources)
        return f" ({'; '.join(sources)})"

    def references(self) -> list[str]:
        """In the order of names."""
        return sorted(SOURCES[source] for source in self._used)
