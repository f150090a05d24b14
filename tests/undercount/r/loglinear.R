# What R's glm says of all 113 hierarchical models of four lists, for two tables:
# Rscript tests/undercount/r/loglinear.R > tests/undercount/r/loglinear.csv (the time goes to standard error)
# One line a model: table, its terms as bit masks (1, 2, 4, 8 the lists), the unseen, the standard error of its logarithm,
# the log likelihood. The cells stand in the order 1000, 0100, 1100, 0010, ... of the lists.

tables <- list(
  invented = c(130, 110, 45, 96, 40, 37, 16, 70, 30, 24, 11, 22, 9, 9, 5),
  # Kosovo, March to June 1999, lists EXH, ABA, OSCE, HRW: Ball, Betts, Scheuren, Dudukovich and Asher 2002
  kosovo = c(1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27))
high <- c(3, 5, 6, 9, 10, 12, 7, 11, 13, 14)
holds <- function(cell, term) as.numeric(bitwAnd(cell, term) == term)
hierarchical <- function(terms) all(sapply(terms, function(t) all(sapply(c(1, 2, 4, 8), function(l)
  bitwAnd(t, l) == 0 || bitwXor(t, l) %in% c(1, 2, 4, 8, terms)))))
chosen <- lapply(0:(2^length(high) - 1), function(i) high[bitwAnd(i, 2^(seq_along(high) - 1)) > 0])
chosen <- chosen[sapply(chosen, function(terms) length(terms) == 0 || hierarchical(terms))]

cat(sprintf("# %s; Rscript loglinear.R > loglinear.csv\n", R.version.string))
cat("table,terms,unseen,error,log_likelihood\n")
for (name in names(tables)) {
  counts <- tables[[name]]
  took <- system.time(fits <- lapply(chosen, function(terms) {
    design <- outer(1:15, c(0, 1, 2, 4, 8, terms), Vectorize(holds))
    glm(counts ~ design - 1, family = poisson, control = glm.control(epsilon = 1e-13, maxit = 100))
  }))
  for (i in seq_along(fits)) {
    fit <- fits[[i]]
    cat(sprintf("%s,%s,%.17g,%.17g,%.17g\n", name, paste(c(0, 1, 2, 4, 8, chosen[[i]]), collapse = " "),
                exp(coef(fit)[1]), sqrt(vcov(fit)[1, 1]), logLik(fit)))
  }
  cat(sprintf("%s: %d models in %.2f s\n", name, length(fits), took[["user.self"]]), file = stderr())
}
