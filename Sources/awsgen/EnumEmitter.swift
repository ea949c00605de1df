/// An enumeration as Swift source: a structure, as services add values faster than clients learn of them.
struct EnumEmitter {
    let access: String

    func enumeration(_ shape: Shape) -> String {
        let name = Naming.type(shape.name)
        var lines = [
            "    \(access)struct \(name): WireEnum {",
            "        \(access)var rawValue: String",
            "        \(access)init(rawValue: String) { self.rawValue = rawValue }",
        ]
        var taken: Set<String> = ["rawValue", "description", "hashValue", "self"]
        for value in shape["enum"]?.array.compactMap(\.string) ?? [] {
            var constant = Naming.constant(value)
            while !taken.insert(constant).inserted { constant += "_" }
            lines.append("        \(access)static var \(constant): Self { Self(rawValue: \"\(value)\") }")
        }
        return (lines + ["    }"]).joined(separator: "\n")
    }
}
