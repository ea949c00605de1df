import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The process that starts the sandboxes, and runs what others do to them, without importing everything each time
/// (sandbox/drctl_sandbox/warm.py). It ends with the tests: it serves until its standard input does.
actor WarmProcess {
    static let shared = WarmProcess()

    private struct Address {
        var url: URL
        var token: String
        /// Kept, since it is open as long as these tests run.
        var input: Pipe
    }

    private var address: Address?

    /// - Throws: `Sandbox.Failure` with what it complains of.
    nonisolated func ask(_ what: String, _ body: some Encodable & Sendable) async throws {
        let address = try await listening()
        var request = URLRequest(url: address.url.appending(path: what))
        request.httpMethod = "POST"
        request.timeoutInterval = 600
        request.setValue(address.token, forHTTPHeaderField: "Authorization")
        request.httpBody = try JSONEncoder().encode(body)
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw Sandbox.Failure(description: "\(what): \(String(decoding: data, as: UTF8.self))")
        }
    }

    private func listening() throws -> Address {
        if let address { return address }
        let process = Process()
        process.executableURL = URL(filePath: Binary.root + "/.venv/bin/python")
        process.arguments = ["-m", "drctl_sandbox", "warm", "--fast", "--port", "0"]
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONPATH": Binary.root + "/sandbox"]) {
            $1
        }
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Sandbox.Failure(description: "the sandboxes' process did not start") }
            line += more
        }
        let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 2, let url = URL(string: "http://127.0.0.1:\(words[0])") else {
            throw Sandbox.Failure(description: "the sandboxes' process says \(words)")
        }
        let found = Address(url: url, token: words[1], input: input)
        address = found
        return found
    }
}
