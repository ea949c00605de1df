import AWSCore

/// Downloads AMOUNT bytes piece by piece and drops them.
struct StreamGet {
    private let measured: Measured

    init(_ arguments: [String]) throws { measured = try Measured(arguments) }

    func run() async throws {
        let response = try await measured.transport.stream(
            HTTPRequest(method: "GET", url: measured.url("/\(measured.amount)")),
            limits: HTTPLimits(totalTimeout: nil, stallTimeout: .seconds(30)))
        var count = 0
        while let piece = try await response.next() { count += piece.count }
        guard count == Int(measured.amount) else { throw BenchError(description: "\(count) bytes came") }
        print("peak_rss_mb=\(try Measured.memory("VmHWM"))")
        await measured.transport.shutdown()
    }
}
