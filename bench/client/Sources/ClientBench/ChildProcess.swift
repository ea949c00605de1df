import Foundation

/// Runs a program to its end.
struct ChildProcess {
    /// What it took.
    struct Outcome {
        var seconds: Double
        var output: String

        /// What stands after `name=` in the output.
        func text(_ name: String) throws -> Substring {
            guard let pair = output.split(whereSeparator: \.isWhitespace).first(where: { $0.hasPrefix("\(name)=") })
            else { throw BenchError(description: "no \(name) in: \(output)") }
            return pair.dropFirst(name.count + 1)
        }

        /// The same as a number.
        func figure(_ name: String) throws -> Double {
            guard let value = Double(try text(name)) else {
                throw BenchError(description: "\(name) is no number in: \(output)")
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

extension String {
    /// Where this program's file is.
    static var thisProgram: String { URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path() }
}

struct BenchError: Error, CustomStringConvertible {
    var description: String
}
