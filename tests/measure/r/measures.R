# What R says of rates, ratios, shares and standardised rates: Rscript tests/measure/r/measures.R > tests/measure/r/measures.csv
# Needs r-base-core, r-cran-epitools and r-cran-mass of Debian. One line a number: function, arguments, quantity, value.

say <- function(what, with, quantity, value) cat(sprintf('%s,"%s",%s,%.17g\n', what, with, quantity, value))
cat(sprintf("# %s; epitools %s; MASS %s; Rscript measures.R > measures.csv\n", R.version.string,
            packageVersion("epitools"), packageVersion("MASS")))
cat("function,arguments,quantity,value\n")

for (level in c(0.9, 0.95, 0.99)) for (x in c(0, 1, 2, 4, 10, 37, 301, 10000)) {
  with <- sprintf("%d %g", x, level)
  limits <- poisson.test(x, conf.level = level)$conf.int
  say("poisson.test one", with, "lower", limits[1])
  say("poisson.test one", with, "upper", limits[2])
}

pairs <- list(c(301, 3182054, 30, 13010112), c(11, 800, 21, 3011), c(1, 1000, 1, 1000), c(0, 1000, 12, 2000),
              c(5, 700, 0, 900), c(3, 50, 2, 50), c(5000, 1e6, 4200, 9e5), c(120000, 3e6, 119000, 2.9e6))
for (level in c(0.9, 0.95, 0.99)) for (p in pairs) {
  with <- paste(c(p, level), collapse = " ")
  found <- poisson.test(p[c(1, 3)], p[c(2, 4)], conf.level = level)
  say("poisson.test two", with, "ratio", found$estimate)
  say("poisson.test two", with, "lower", found$conf.int[1])
  say("poisson.test two", with, "upper", found$conf.int[2])
  say("poisson.test two", with, "p.less", poisson.test(p[c(1, 3)], p[c(2, 4)], alternative = "less")$p.value)
  say("poisson.test two", with, "p.greater", poisson.test(p[c(1, 3)], p[c(2, 4)], alternative = "greater")$p.value)
}

for (level in c(0.9, 0.95, 0.99)) for (b in list(c(0, 10), c(10, 10), c(3, 17), c(301, 331), c(50, 1000), c(1, 100000))) {
  with <- paste(c(b, level), collapse = " ")
  limits <- binom.test(b[1], b[2], conf.level = level)$conf.int
  say("binom.test", with, "lower", limits[1])
  say("binom.test", with, "upper", limits[2])
  say("binom.test", with, "p.less", binom.test(b[1], b[2], 0.3, alternative = "less")$p.value)
  say("binom.test", with, "p.greater", binom.test(b[1], b[2], 0.3, alternative = "greater")$p.value)
}

# Down's syndrome in Michigan by age of the mother: Fay and Feuer 1997, table II, after Stark and Mantel 1966; and one that is invented
births <- c(319933, 931318, 786511, 488235, 237863, 61313)
orders <- list(invented = list(c(12, 30, 25, 40, 61, 33), c(9100, 15300, 11800, 9700, 6200, 1900)),
               fifth = list(c(0, 8, 63, 112, 262, 295), c(327, 30666, 123419, 149919, 104088, 34392)))
for (name in names(orders)) for (level in c(0.9, 0.95)) {
  cells <- orders[[name]]
  found <- epitools::ageadjust.direct(cells[[1]], cells[[2]], stdpop = births, conf.level = level)
  with <- paste(name, level)
  say("ageadjust.direct", with, "rate", found["adj.rate"])
  say("ageadjust.direct", with, "lower", found["lci"])
  say("ageadjust.direct", with, "upper", found["uci"])
}

p <- c(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1)
q <- p.adjust(p, "BH")
for (i in seq_along(p)) say("p.adjust BH", i, "q", q[i])

# Invented: twelve regions, Poisson counts whose rates follow a gamma distribution
counts <- c(3, 14, 0, 22, 9, 41, 5, 7, 60, 2, 18, 11)
people <- c(9000, 21000, 8000, 26000, 15000, 30000, 11000, 9000, 38000, 12000, 20000, 16000)
found <- MASS::glm.nb(counts ~ offset(log(people)), control = glm.control(epsilon = 1e-13, maxit = 200))
say("glm.nb", "twelve regions", "shape", found$theta)
say("glm.nb", "twelve regions", "mean", exp(coef(found)))
