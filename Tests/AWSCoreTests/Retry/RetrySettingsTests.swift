import Testing

@testable import AWSCore

@Suite("Waits between attempts")
struct RetrySettingsTests {
    private let settings = RetrySettings()

    private func delay(
        _ attempt: Int, _ kind: FailureKind = .transient, _ random: Double = 1, _ headers: HTTPHeaders = [:]
    )
        -> Duration
    {
        settings.delay(afterAttempt: attempt, kind, random: random, hint: RetryHint(headers))
    }

    @Test func `they double, from a second after throttling, up to twenty`() {
        #expect(
            (1...4).map { delay($0) } == [
                .milliseconds(50), .milliseconds(100), .milliseconds(200), .milliseconds(400),
            ])
        #expect((1...6).map { delay($0, .throttling) } == [1, 2, 4, 8, 16, 20].map { .seconds($0) })
        #expect(delay(1000) == .seconds(20))
        #expect(delay(3, .throttling, 0.25) == .seconds(1))
    }

    @Test func `x-amz-retry-after is kept between our own wait and five seconds more`() {
        #expect(delay(1, .throttling, 1, ["x-amz-retry-after": "10"]) == .seconds(1))
        #expect(delay(1, .throttling, 1, ["x-amz-retry-after": "2500"]) == .milliseconds(2500))
        #expect(delay(1, .throttling, 1, ["x-amz-retry-after": "90000"]) == .seconds(6))
    }

    @Test func `Retry-After counts up to the longest wait of our own`() {
        #expect(delay(1, .transient, 1, ["Retry-After": "3"]) == .seconds(3))
        #expect(delay(1, .transient, 1, ["Retry-After": "3600"]) == .seconds(20))
    }

    @Test(arguments: ["-1", "soon", "", "99999999999999999999", "1.5"])
    func `a hint that makes no sense is ignored`(value: String) {
        #expect(delay(1, .transient, 1, ["x-amz-retry-after": value, "Retry-After": value]) == .milliseconds(50))
    }
}

@Suite("What a failure means")
struct FailureKindTests {
    @Test(
        arguments: [
            (400, "ThrottlingException", FailureKind.throttling), (429, nil, .throttling),
            (503, "SlowDown", .throttling),
            (500, nil, .transient), (400, "RequestTimeout", .transient), (400, "IDPCommunicationError", .transient),
            (403, "RequestTimeTooSkewed", .clockSkew), (403, "RequestExpired", .clockSkew),
            (403, "SignatureDoesNotMatch", .clockSkew), (403, "AccessDenied", .permanent),
            (403, "ExpiredToken", .expiredCredentials), (400, "ExpiredTokenException", .expiredCredentials),
            (404, nil, .permanent),
            (400, "ValidationError", .permanent), (501, "NotImplemented", .permanent),
            (301, "PermanentRedirect", .permanent),
        ] as [(Int, String?, FailureKind)])
    func `by status and code`(status: Int, code: String?, kind: FailureKind) {
        #expect(FailureKind(status: status, code: code) == kind)
    }

    @Test func `by what the transport says`() {
        func kind(_ kind: HTTPError.Kind) -> FailureKind {
            FailureKind(HTTPError(kind: kind, endpoint: "", detail: ""))
        }
        #expect([.connect, .timeout, .connectionLost, .nameResolution].allSatisfy { kind($0) == .transient })
        #expect([.certificate, .bodyTooLarge, .invalidRequest].allSatisfy { kind($0) == .permanent })
    }
}

@Suite("Dates of responses")
struct HTTPDateTests {
    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Mon, 23 Nov 2026 05:34:15 GMT", 1_795_412_055),
    ])
    func `are read in the form that servers must send`(text: String, seconds: Int) {
        #expect(Timestamp(text, format: .httpDate)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "now", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 PST", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 99999 08:49:37 GMT",
    ])
    func `anything else is no date`(text: String) {
        #expect(Timestamp(text, format: .httpDate) == nil)
    }
}
