import Files
package import RecoveryReports

extension CommandContext {
    /// Renders a result in the format of `--output`, to stdout or to the file of `--out`. All results are written here.
    ///
    /// - Throws: `FileFailure` when it cannot be written.
    package func render(_ result: some Renderable, verbose: Bool = false) throws {
        switch options.output {
        case .text:
            let style: TextStyle = console.usesColor && options.out == nil ? .ansi : .plain
            try emit(result.text(TextLayout(style: style, width: console.width, verbose: verbose)))
        case .json: try emit { piece in result.writeJSON(piece) }
        case .markdown: try emit(result.markdown)
        }
    }

    /// The same for what was done and cannot be asked again: when the file of `--out` cannot be written, stdout has it.
    ///
    /// - Throws: `FileFailure` all the same.
    package func renderForCertain(_ result: some Renderable) throws {
        do {
            try render(result)
        } catch {
            if options.out != nil {
                try? StandardOutput.write { $0(Array(result.text(TextLayout(width: console.width)).utf8)) }
            }
            throw error
        }
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
            if let path = options.out {
                try ResultFile(path).write(pieces)
            } else {
                try StandardOutput.write(pieces)
            }
        } catch {
            guard error.isClosedPipe else { throw error }
        }
    }
}
