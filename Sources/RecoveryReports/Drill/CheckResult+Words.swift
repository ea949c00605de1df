import RecoveryModel

extension CheckResult {
    /// The expected value for people.
    var expectedShown: String { Self.shown(expected) }

    /// The answer for people.
    var gotShown: String { got.map(Self.shown) ?? "no answer" }

    /// The outcome in words: `same (12 objects)` where two fingerprints agree, otherwise both values.
    var comparison: String {
        if let got, got == expected, let fingerprint = Self.fingerprint(got) { return "same (\(fingerprint.count))" }
        return "expected \(expectedShown), got \(gotShown)"
    }

    private static func shown(_ value: String) -> String {
        fingerprint(value).map { "\($0.count) (\($0.digest.prefix(8))…)" } ?? value
    }

    /// The parts of a fingerprint of the catalog, `12 e3b0c442…`: a count of objects and a SHA-256 in hex.
    private static func fingerprint(_ value: String) -> (count: String, digest: Substring)? {
        let parts = value.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]), parts[1].utf8.count == 64,
            parts[1].allSatisfy(\.isHexDigit)
        else { return nil }
        return (CountText.of(count, "object"), parts[1])
    }
}
