# What R's glm says of the three heterogeneity curves (Mth models: main effects and a curve over the number of lists), for
# the tables of loglinear.R and for the hares: Rscript tests/undercount/r/curves.R > tests/undercount/r/curves.csv
# One line a curve: table, curve, the unseen, the standard error of its logarithm. HARE comes as words of history and count.

hare <- paste("111111x2 110010 110001 101100 101010 101000 100111 100100x2 100010x2 100001 100000x3 011111 011101x2",
  "011011 011001x2 010111 010101x3 010100x3 010011 010010x3 010001 010000x6 001101 001011 001001x2 001000x5 000111",
  "000110 000101x4 000100x3 000011x2 000010x4 000001x4")
words <- strsplit(strsplit(hare, " ")[[1]], "x")
cell <- sapply(words, function(w) sum(2^(0:5) * as.numeric(strsplit(w[1], "")[[1]])))
hares <- numeric(63)
hares[cell] <- sapply(words, function(w) if (length(w) > 1) as.numeric(w[2]) else 1)
tables <- list(
  invented = c(130, 110, 45, 96, 40, 37, 16, 70, 30, 24, 11, 22, 9, 9, 5),
  kosovo = c(1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27),
  hare = hares)
curves <- list(Poisson = function(t) 2^t - 1, Darroch = function(t) t^2 / 2, gamma = function(t) log(3.5) - log(3.5 + t))

cat(sprintf("# %s; Rscript curves.R > curves.csv\n", R.version.string))
cat("table,curve,unseen,error\n")
for (name in names(tables)) {
  counts <- tables[[name]]
  cells <- seq_along(counts)
  on <- sapply(2^(seq_len(log2(length(counts) + 1)) - 1), function(list) as.numeric(bitwAnd(cells, list) > 0))
  for (curve in names(curves)) {
    design <- cbind(1, on, curves[[curve]](rowSums(on)))
    fit <- glm(counts ~ design - 1, family = poisson, control = glm.control(epsilon = 1e-13, maxit = 100))
    cat(sprintf("%s,%s,%.17g,%.17g\n", name, curve, exp(coef(fit)[1]), sqrt(vcov(fit)[1, 1])))
  }
}
