package import RecoveryReports

extension CommandContext {
    /// Renders a result in the format of `--output`, to stdout or to the file of `--out`. All results are written here.
    ///
    /// - Throws: `CommandFailure` when the file cannot be written.
    package func render(_ result: some Renderable, verbose: Bool = false) throws {
        switch options.output {
        case .text:
            let style: TextStyle = console.usesColor && options.out == nil ? .ansi : .plain
            try emit(result.text(TextLayout(style: style, width: console.width, verbose: verbose)))
        case .json: try emit { piece in result.writeJSON(piece) }
        case .markdown: try emit(result.markdown)
        }
    }

    /// Writes data to stdout, or completely or not at all to the file of `--out`.
    ///
    /// - Throws: `CommandFailure` when the file cannot be written.
    package func emit(_ text: String) throws {
        try emit { piece in piece(text.hasSuffix("\n") ? text : text + "\n") }
    }

    /// Writes data that is generated in pieces.
    private func emit(_ pieces: (_ piece: (String) -> Void) -> Void) throws {
        guard let path = options.out else { return pieces(console.write) }
        do {
            try OutputFile.write(to: path, pieces)
        } catch {
            throw CommandFailure(.failed, "failed to write \(path): \(error)")
        }
    }
}
