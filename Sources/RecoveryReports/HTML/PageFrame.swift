/// What all pages have in common: they load nothing, run no script, and can be mailed, archived and printed.
enum PageFrame {
    /// Up to what stands in `main`.
    static func start(title: HTML, style: HTML...) -> HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
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
    static func end(footer: HTML) -> HTML {
        """
        </main>
        <footer>\(footer)</footer>
        </body>
        </html>

        """
    }
}
