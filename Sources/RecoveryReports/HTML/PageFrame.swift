/// What all pages have in common: they load nothing, and can be mailed, archived and printed. The only script that any of them
/// runs is the filter of findings.
enum PageFrame {
    /// Up to what stands in `main`.
    ///
    /// - Parameter filters: Whether the page has findings to filter.
    static func start(title: HTML, style: HTML..., filters: Bool = false) -> HTML {
        let scripts: HTML = filters ? "; script-src '\(HTML(stringLiteral: FilterScript.digest))'" : ""
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'\(scripts)">
            <title>\(title)</title>
            <style>
            \(PageStyle.sheet)
            \(.all(style.map { "\($0)\n" }))</style>
            </head>
            <body>
            <main>

            """
    }

    /// From the end of `main`.
    static func end(footer: HTML, filters: Bool = false) -> HTML {
        """
        </main>
        <footer>\(footer)</footer>
        \(filters ? FilterScript.element : "")\
        </body>
        </html>

        """
    }
}
