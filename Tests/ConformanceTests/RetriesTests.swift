import AWSCore
import Testing

/// AWS's scenarios of 'standard' mode 2.1, and its table of what is worth a retry.
@Suite("Retry conformance")
struct RetriesTests {
    @Test func `attempts, quota and delays follow standard mode 2.1`() throws {
        guard let data = ConformanceData(suite: "retries/standard-v2.1") else { return }
        var report = ConformanceReport("retries/standard-v2.1")
        for scenario in try data.json("retries/standard-v2.1-cases.json")["cases"].array {
            report.check(scenario["case"].string ?? "") { try play(scenario) }
        }
        report.finish()
    }

    @Test func `errors are classified as AWS's table has it`() throws {
        guard let data = ConformanceData(suite: "retries/classification") else { return }
        var report = ConformanceReport("retries/classification")
        for table in try data.json("retries/retryable-classification.json")["tables"].members {
            for row in table.value.array {
                report.check(row["id"].string ?? "") { try check(row, of: table.key) }
            }
        }
        report.finish()
    }

    private func play(_ scenario: JSONValue) throws {
        let settings = RetrySettings(
            maximumAttempts: scenario["max_attempts"].int ?? 0,
            maximumDelay: .seconds(scenario["max_backoff_s"].double ?? 0))
        let quota = RetryQuota(
            capacity: scenario["max_quota"].int ?? 0, tokens: scenario["initial_quota"].int)
        for (number, invocation) in scenario["invocations"].array.enumerated() {
            var session = RetrySession(settings: settings, quota: quota)
            for (index, attempt) in invocation.array.enumerated() {
                let place = "invocation \(number), attempt \(index)"
                let status = attempt["response_status"].int ?? 0
                var outcome = "success"
                var delay: Duration?
                if status == 200 {
                    session.succeeded()
                } else {
                    let random = scenario["jitter_random"].double ?? 0
                    switch session.failed(FailureKind(status: status, code: nil), random: random) {
                    case .retry(let after): (outcome, delay) = ("retryRequest", after)
                    case .attemptsExhausted: outcome = "maxAttemptsExceeded"
                    case .quotaExhausted: outcome = "retryQuotaExceeded"
                    case .stop: outcome = "stop"
                    }
                }
                try expectEqual(outcome, attempt["outcome"].string, "\(place): outcome")
                try expectEqual(quota.available, attempt["quota_after"].int, "\(place): quota")
                try expectEqual(delay, attempt["delay_s"].double.map { .seconds($0) }, "\(place): delay")
            }
        }
    }

    /// A row says what one checker of botocore's answers; ours answers for all at once, so a row of the transient
    /// checker that throttling makes retryable is compared by kind.
    private func check(_ row: JSONValue, of table: String) throws {
        let error = row["error"].string
        let kind: FailureKind
        if let status = row["status"].int {
            kind = FailureKind(status: status, code: error, retryable: ["ModeledRetryableError", "ErrorCodeRetryable"])
        } else {
            let transport: HTTPError.Kind = error?.hasPrefix("ConnectionError") == true ? .connect : .connectionLost
            kind = FailureKind(HTTPError(kind: transport, endpoint: "", detail: error ?? ""))
        }
        let expected = row["retryable"].bool ?? false
        switch table {
        case "RETRYABLE_THROTTLED_RESPONSES":
            try expectEqual(kind == .throttling, expected, "throttling")
        case "RETRYABLE_TRANSIENT_ERRORS" where expected:
            // PriorRequestNotComplete is in both of AWS's lists; the longer wait wins.
            try expectEqual(kind == .transient || error == "PriorRequestNotComplete", true, "transient")
        case "RETRYABLE_TRANSIENT_ERRORS":
            try expectEqual(kind == .transient, false, "transient")
        case "RETRYABLE_MODELED_ERRORS" where row["status"].int == nil:
            // The modelled checker has no say about failed connections; they are transient for another reason.
            try expectEqual(kind, .transient, "kind")
        case "RETRYABLE_MODELED_ERRORS":
            try expectEqual(kind == .transient, expected, "modelled")
        default:
            throw ConformanceFailure("unknown table \(table)")
        }
    }
}
