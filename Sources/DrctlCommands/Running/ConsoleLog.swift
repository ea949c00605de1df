import Logging

/// The log on stderr, which takes its turn with the console's lines.
struct ConsoleLog: LogHandler {
    private var stream: StreamLogHandler
    private let console: Console

    init(label: String, level: Logger.Level, console: Console) {
        stream = .standardError(label: label)
        stream.logLevel = level
        self.console = console
    }

    var logLevel: Logger.Level {
        get { stream.logLevel }
        set { stream.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { stream.metadata }
        set { stream.metadata = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { stream.metadataProvider }
        set { stream.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { stream[metadataKey: key] }
        set { stream[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) { console.withoutLiveLine { stream.log(event: event) } }
}
