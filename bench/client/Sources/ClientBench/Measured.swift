import AWSCore
import Foundation

/// What the measured verbs share: `VERB PORT CA AMOUNT`.
struct Measured {
    let transport: CurlTransport
    let port: Int
    let amount: String

    init(_ arguments: [String]) throws {
        guard let port = Int(arguments[1]) else { throw BenchError(description: "not a port: \(arguments[1])") }
        self.port = port
        transport = CurlTransport(options: .init(caBundle: arguments[2]))
        amount = arguments[3]
    }

    func url(_ path: String) -> HTTPURL { HTTPURL(scheme: "https", host: "localhost", port: port, path: path) }

    /// From the kernel's account of this process, in MB.
    static func memory(_ field: String) throws -> Double {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("\(field):") }
        guard let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) })
        else { throw BenchError(description: "no \(field)") }
        return kibibytes / 1_024
    }
}
