import Testing

/// Why cases do not apply; each rule stands in one place, beside its suite.
struct Exclusion: Hashable {
    /// A few words.
    let rule: String
    /// Why such a case cannot apply here.
    let reason: String

    init(_ rule: String, reason: String) {
        self.rule = rule
        self.reason = reason
    }
}

/// What a case gave instead of what was expected.
struct ConformanceFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Runs the cases of a suite, counts them and prints the line `suite: N passed, N excluded (rule: reason), N failed`.
///
///     var report = ConformanceReport("sigv4")
///     for name in names {
///         report.check(name) { try expectEqual(signature, expected, "signature") }
///     }
///     report.finish()
struct ConformanceReport {
    private let suite: String
    private var passed = 0
    private var failed = 0
    private var excluded: [Exclusion: Int] = [:]

    init(_ suite: String) { self.suite = suite }

    /// Runs a case: it passes when the body returns, and fails with its id when the body throws.
    mutating func check(_ id: String, excludedBy exclusion: Exclusion? = nil, _ body: () throws -> Void) {
        if let exclusion { return excluded[exclusion, default: 0] += 1 }
        do {
            try body()
            passed += 1
        } catch {
            fail(id, error)
        }
    }

    /// As above, for a case that has to wait.
    mutating func check(
        _ id: String, excludedBy exclusion: Exclusion? = nil, _ body: () async throws -> Void
    ) async {
        if let exclusion { return excluded[exclusion, default: 0] += 1 }
        do {
            try await body()
            passed += 1
        } catch {
            fail(id, error)
        }
    }

    /// The counts, with the rules by which cases were left out.
    var summary: String {
        let rules = excluded.sorted { $0.key.rule < $1.key.rule }
            .map { "\($0.value) \($0.key.rule): \($0.key.reason)" }
        let why = rules.isEmpty ? "" : " (" + rules.joined(separator: "; ") + ")"
        return "\(suite): \(passed) passed, \(excluded.values.reduce(0, +)) excluded\(why), \(failed) failed"
    }

    /// Prints the counts. A suite that ran nothing has failed, whatever it says.
    func finish() {
        print(summary)
        #expect(passed > 0, "\(suite): no case was run")
    }

    private mutating func fail(_ id: String, _ error: any Error) {
        failed += 1
        Issue.record("\(suite) \(id): \(error)")
    }
}

/// Throws what differs, for use in a case's body.
func expectEqual<Value: Equatable>(_ actual: Value, _ expected: Value, _ what: String) throws {
    guard actual != expected else { return }
    throw ConformanceFailure("\(what): got \(String(reflecting: actual)), expected \(String(reflecting: expected))")
}
