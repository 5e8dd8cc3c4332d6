# Waits for the name of a case on each line of its input, runs it once and answers with the milliseconds it took.
# Packages are loaded and data read before the clock starts. Started by r.ts; the data directory is the argument.
directory <- commandArgs(trailingOnly = TRUE)[1]
table_of <- function(name) read.csv(file.path(directory, name))

prepare <- list(
  exam = function() {
    library(lme4)
    d <- table_of("mlmrev_exam.csv")
    function() lmer(normexam ~ standLRT + (1 | school), d)
  },
  exam_slope = function() {
    library(lme4)
    d <- table_of("mlmrev_exam.csv")
    function() lmer(normexam ~ standLRT + (1 + standLRT | school), d)
  },
  chem97 = function() {
    library(lme4)
    d <- table_of("mlmrev_chem97.csv")
    function() lmer(score ~ gcsecnt + (1 | school), d)
  },
  hsb82 = function() {
    library(lme4)
    d <- table_of("mlmrev_hsb82.csv")
    function() lmer(mAch ~ cses + meanses + (1 | school), d)
  },
  growth = function() {
    library(quantreg)
    d <- table_of("sgpdata_wide.csv")
    d <- d[which(d$GRADE_2025 == 5 & d$GRADE_2024 == 4 & !is.na(d$SS_2025) & !is.na(d$SS_2024)), ]
    knots <- round(quantile(d$SS_2024, c(.2, .4, .6, .8)), 3)
    reach <- range(d$SS_2024)
    boundary <- round(c(reach[1] - .1 * diff(reach), reach[2] + .1 * diff(reach)), 3)
    x <- cbind(1, splines::bs(d$SS_2024, knots = knots, Boundary.knots = boundary))
    y <- d$SS_2025
    function() for (tau in (1:100 - .5) / 100) rq.fit.fnb(x, y, tau = tau)
  },
  rasch = function() {
    library(eRm)
    d <- table_of("tam_fims_ausJpn_scored.csv")
    items <- as.matrix(d[, grepl("^M1PTI", names(d))])
    function() RM(items)
  },
  density = function() {
    library(rddensity)
    d <- table_of("rddensity_senate.csv")
    function() rddensity(X = d[[1]], c = 0)
  },
  regression = function() {
    d <- table_of("mlmrev_star.csv")
    d <- d[complete.cases(d[, c("math", "read")]), ]
    function() summary(lm(math ~ read, d))
  },
  regression_hc1 = function() {
    library(sandwich)
    d <- table_of("mlmrev_star.csv")
    d <- d[complete.cases(d[, c("math", "read")]), ]
    function() {
      m <- lm(math ~ read, d)
      summary(m)
      vcovHC(m, type = "HC1")
    }
  }
)

ready <- list()
input <- file("stdin", "r")
while (length(name <- readLines(input, n = 1)) == 1) {
  answer <- tryCatch(suppressWarnings(suppressMessages({
    if (is.null(ready[[name]])) ready[[name]] <- prepare[[name]]()
    gc(FALSE)
    start <- Sys.time()
    ready[[name]]()
    sprintf("%.6f", as.numeric(Sys.time() - start, units = "secs") * 1000)
  })), error = function(e) paste("absent", gsub("\n", " ", conditionMessage(e))))
  cat(answer, "\n", sep = "")
  flush(stdout())
}
