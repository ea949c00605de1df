import Foundation

/// Runs a program to its end.
struct ChildProcess {
    /// What it took.
    struct Outcome {
        var seconds: Double
        var output: String

        /// The value after `name=` in the output.
        func figure(_ name: String) throws -> Double {
            let value = output.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("\(name)=") }
            guard let value = value.flatMap({ Double($0.dropFirst(name.count + 1)) }) else {
                throw BenchError(description: "no figure \(name) in: \(output)")
            }
            return value
        }
    }

    static func run(_ program: String, _ arguments: [String], in folder: URL? = nil) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = folder }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        guard process.terminationStatus == 0 else {
            throw BenchError(description: "\(program) \(arguments.first ?? "") ended with \(process.terminationStatus)")
        }
        return Outcome(seconds: seconds, output: String(decoding: text, as: UTF8.self))
    }
}

struct BenchError: Error, CustomStringConvertible {
    var description: String
}
