import AWSCore
import Foundation

/// Uploads the file AMOUNT piece by piece.
struct StreamPut {
    private let measured: Measured

    init(_ arguments: [String]) throws { measured = try Measured(arguments) }

    func run() async throws {
        let path = measured.amount
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw BenchError(description: "cannot open \(path)") }
        defer { close(descriptor) }
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        let body = HTTPBodyStream(length: size) {
            let piece = [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, count in
                count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
            }
            return piece.isEmpty ? nil : piece
        }
        let response = try await measured.transport.send(
            HTTPRequest(method: "PUT", url: measured.url("/put"), body: .stream(body)),
            limits: HTTPLimits(totalTimeout: nil, stallTimeout: .seconds(30)))
        guard response.status == 200 else { throw BenchError(description: "status \(response.status)") }
        print("peak_rss_mb=\(try Measured.memory("VmHWM"))")
        await measured.transport.shutdown()
    }
}
