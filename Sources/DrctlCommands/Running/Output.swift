package import RecoveryReports

extension CommandContext {
    /// Renders a result as `--output` asks, to stdout or to the file of `--out`: the one way out for results.
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

    /// Writes data to stdout, or to the file of `--out`, whole or not at all.
    ///
    /// - Throws: `CommandFailure` when the file cannot be written.
    package func emit(_ text: String) throws {
        try emit { piece in piece(Array((text.hasSuffix("\n") ? text : text + "\n").utf8)) }
    }

    /// The same for data that comes in pieces.
    private func emit(_ pieces: (_ piece: ([UInt8]) -> Void) -> Void) throws {
        guard let path = options.out else { return pieces(console.write) }
        do {
            try OutputFile.write(to: path, pieces)
        } catch {
            throw CommandFailure(.failed, "\(path): it cannot be written: \(error)")
        }
    }
}
