/// A format of reports: a value, which one file in Formats/ describes.
package struct ReportFormat: Sendable {
    /// As the command line names it.
    package let name: String
    /// The reports that it makes sense for; a command refuses it for others before it begins to work.
    package let kinds: Set<Report.Kind>
    /// Whether it says where the policy asks for something: only then are origins worth their memory.
    package let readsOrigins: Bool
    private let writer: @Sendable (Report, RenderSettings, inout ReportOutput) -> Void

    init(
        _ name: String, of kinds: Set<Report.Kind>, readsOrigins: Bool = false,
        writer: @escaping @Sendable (Report, RenderSettings, inout ReportOutput) -> Void
    ) {
        self.name = name
        self.kinds = kinds
        self.readsOrigins = readsOrigins
        self.writer = writer
    }

    /// Every format, in the order of help texts.
    package static let all: [ReportFormat] = [
        text, json, markdown, html, sarif, junit, ocsf, asff, csv, prometheus, github, openSLO,
    ]

    /// The formats that make sense for a kind of report.
    package static func all(for kind: Report.Kind) -> [ReportFormat] { all.filter { $0.kinds.contains(kind) } }

    /// Nil when no format has that name.
    package static func named(_ name: String) -> ReportFormat? { all.first { $0.name == name } }

    /// Writes a report as it goes, in pieces of some kilobytes; the last ends with a newline.
    ///
    /// - Precondition: The format is for reports of that kind.
    package func write(_ report: Report, _ settings: RenderSettings, _ piece: ([UInt8]) -> Void) {
        precondition(kinds.contains(report.kind), "the format \(name) is not for a report of \(report.kind)")
        withoutActuallyEscaping(piece) { piece in
            var output = ReportOutput(piece)
            writer(report, settings, &output)
            output.flush()
        }
    }

    /// A report as one text, where it is known to be small.
    package func document(_ report: Report, _ settings: RenderSettings) -> String {
        var bytes: [UInt8] = []
        write(report, settings) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension ReportFormat: Hashable {
    package static func == (left: ReportFormat, right: ReportFormat) -> Bool { left.name == right.name }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
