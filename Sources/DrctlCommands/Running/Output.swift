import Files
import RecoveryModel
package import RecoveryReports

extension CommandContext {
    /// Renders a report in the format of `--output`, to stdout or to the file of `--out`. All results are written here.
    ///
    /// - Throws: `FileFailure` when it cannot be written.
    package func render(_ report: Report) throws {
        let settings = renderSettings
        try emit { piece in options.output.write(report, settings, piece) }
    }

    /// Renders the single result of a drill, of evidence, or of whatever else is of no target.
    ///
    /// - Throws: `FileFailure` when it cannot be written.
    package func render(_ result: some Renderable, verbose: Bool = false) throws {
        try render(Report(result, verbose: verbose))
    }

    /// The same for what was done and cannot be asked again: when the file of `--out` cannot be written, stdout has it.
    ///
    /// - Throws: `FileFailure` all the same.
    package func renderForCertain(_ report: Report) throws {
        do {
            try render(report)
        } catch {
            if options.out != nil {
                let settings = renderSettings
                console.withoutLiveLine {
                    try? StandardOutput.write { piece in ReportFormat.text.write(report, settings, piece) }
                }
            }
            throw error
        }
    }

    /// Refuses a format that makes no sense for what a verb reports, before anything is done.
    ///
    /// - Throws: `CommandFailure`.
    func refuseFormat(for kind: Report.Kind) throws {
        guard !options.output.kinds.contains(kind) else { return }
        throw CommandFailure(
            .usage, "this command has no \(options.output.name) output",
            hint: "choose one of: " + CountText.list(ReportFormat.all(for: kind).map(\.name)))
    }

    var renderSettings: RenderSettings {
        let style: TextStyle = console.usesColor && options.out == nil ? .ansi : .plain
        return RenderSettings(style: style, width: console.width, version: Drctl.version, at: now())
    }

    /// Writes data to stdout, or to the file of `--out`, whole or not at all.
    ///
    /// - Throws: `FileFailure` when it cannot be written.
    package func emit(_ text: String) throws {
        try emit { piece in piece(Array((text.hasSuffix("\n") ? text : text + "\n").utf8)) }
    }

    /// The same for data that comes in pieces. A reader that went away ends the output, not the work: it has seen what it
    /// wanted.
    private func emit(_ pieces: (_ piece: ([UInt8]) -> Void) -> Void) throws {
        do throws(FileFailure) {
            try console.withoutLiveLine { () throws(FileFailure) in
                if let path = options.out {
                    try ResultFile(path).write(pieces)
                } else {
                    try StandardOutput.write(pieces)
                }
            }
        } catch {
            guard error.isClosedPipe else { throw error }
        }
    }
}
