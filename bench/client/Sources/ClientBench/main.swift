import Foundation

/// `client-bench transport` runs a benchmark and its peers; the other verbs are what it measures, each in a process of its
/// own so that memory is its own.
let arguments = Array(CommandLine.arguments.dropFirst())
do {
    switch (arguments.first, arguments.count) {
    case ("transport", _):
        let report = try TransportBench(gibibytes: 2, requests: 200_000).run()
        report.print()
        exit(report.isMet ? 0 : 1)
    case ("stream-get", 4): try await StreamGet(arguments).run()
    case ("stream-put", 4): try await StreamPut(arguments).run()
    case ("soak", 4): try await Soak(arguments).run()
    case ("deadlines", 4): try await Deadlines(arguments).run()
    default:
        FileHandle.standardError.write(
            Data("usage: client-bench transport | (stream-get | stream-put | soak | deadlines) PORT CA AMOUNT\n".utf8))
        exit(64)
    }
} catch {
    FileHandle.standardError.write(Data("client-bench: \(error)\n".utf8))
    exit(70)
}
