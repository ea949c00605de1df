import Foundation

/// `client`, `transport` and `wire` run benchmarks and their peers; the other verbs are what those measure, each in a
/// process of its own so that memory is its own.
let arguments = Array(CommandLine.arguments.dropFirst())
do {
    switch (arguments.first, arguments.count) {
    case ("client", 1), ("transport", 1), ("wire", 1):
        var report = Report(name: arguments[0])
        if arguments[0] != "transport" { try WireBench().measure(into: &report) }
        if arguments[0] != "wire" {
            try TransportBench(gibibytes: 2, requests: 200_000).measure(into: &report)
        }
        report.print()
        exit(report.isMet ? 0 : 1)
    case ("stream-get", 4): try await StreamGet(arguments).run()
    case ("stream-put", 4): try await StreamPut(arguments).run()
    case ("soak", 4): try await Soak(arguments).run()
    case ("deadlines", 4): try await Deadlines(arguments).run()
    case ("sign", 2): try await SignedRequests().run(rounds: Int(arguments[1]) ?? 1)
    case ("parse", 3): try ParsedPages().run(page: arguments[1], rounds: Int(arguments[2]) ?? 1)
    default:
        FileHandle.standardError.write(
            Data(
                """
                usage: client-bench client | wire | transport
                       client-bench (stream-get | stream-put | soak | deadlines) PORT CA AMOUNT
                       client-bench sign ROUNDS | parse PAGE ROUNDS

                """.utf8))
        exit(64)
    }
} catch {
    FileHandle.standardError.write(Data("client-bench: \(error)\n".utf8))
    exit(70)
}
