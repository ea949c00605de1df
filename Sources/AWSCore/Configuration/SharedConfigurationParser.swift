/// Reads one of the shared files: sections, `name = value`, indented continuations and nested properties.
///
/// It follows AWS's test cases. For what they do not cover it behaves like the AWS CLI: a line is a continuation only
/// when it is indented deeper than the property before it, and a line that begins with `#` or `;` is a comment at any
/// indentation.
public struct SharedConfigurationParser {
    /// The kind of file, which determines the form of profile headers.
    public enum Kind: Hashable, Sendable {
        /// `[profile name]`, `[default]`, `[sso-session name]`, `[services name]`.
        case config
        /// `[name]`.
        case credentials
    }

    private let path: String
    private let kind: Kind
    private var result = SharedConfiguration()
    /// True when the file contains `[profile default]`, which takes precedence over `[default]`.
    private var defaultIsPrefixed = false
    private var section: SectionHeader?
    private var property: OpenProperty?

    /// The property that a continuation would belong to.
    private struct OpenProperty {
        var name: String
        var indentation: Int
        /// False for invalid names, whose lines are skipped.
        var isKept: Bool
        /// True for a property without a value in its line, so that nested properties follow.
        var hasNested: Bool
    }

    /// Creates a parser for the file at a path.
    public init(path: String, kind: Kind) {
        self.path = path
        self.kind = kind
    }

    /// The file's sections.
    ///
    /// - Throws: `ConfigurationError` with file and line.
    public func parse(_ bytes: [UInt8]) throws -> SharedConfiguration {
        var parser = self
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: byteOrderMark) ? bytes[3...] : bytes[...]
        for (index, line) in content.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let location = FileLocation(path: path, line: index + 1)
            guard let text = String(validating: line, as: UTF8.self) else {
                throw ConfigurationError(location, "not UTF-8 text")
            }
            try parser.read(text, at: location)
        }
        return parser.result
    }

    private mutating func read(_ line: String, at location: FileLocation) throws {
        let text = line.trimmingBlanks
        guard let first = text.first, first != "#", first != ";" else { return }

        let indentation = line.prefix(while: \.isBlank).count
        if let property, indentation > property.indentation {
            try readContinuation(text, of: property, at: location)
        } else if first == "[" {
            try readHeader(text, at: location)
        } else {
            try readProperty(text, indentation: indentation, at: location)
        }
    }

    // MARK: - Sections

    private mutating func readHeader(_ text: Substring, at location: FileLocation) throws {
        guard let close = text.firstIndex(of: "]") else {
            throw ConfigurationError(location, "a section's header must end with ']'")
        }
        property = nil
        let name = text[text.index(after: text.startIndex)..<close].trimmingBlanks
        let header = SectionHeader(name, in: kind)
        section = header
        guard case .kept(let keyPath, let name, let isPrefixed) = header else { return }

        if kind == .config, name == "default", keyPath == \SharedConfiguration.profiles {
            if isPrefixed, !defaultIsPrefixed {
                defaultIsPrefixed = true
                result.profiles["default"] = nil
            } else if !isPrefixed, defaultIsPrefixed {
                section = .ignored
                return
            }
        }
        if result[keyPath: keyPath][name] == nil {
            result[keyPath: keyPath][name] = ConfigurationSection(name: name, location: location)
        }
    }

    // MARK: - Properties

    private mutating func readProperty(_ text: Substring, indentation: Int, at location: FileLocation) throws {
        guard let section else { throw ConfigurationError(location, "expected a section's header, such as [default]") }
        guard let (rawName, rawValue) = text.splitAtEquals else {
            throw ConfigurationError(location, "expected an '=' sign defining a property")
        }
        guard !rawName.isEmpty else { throw ConfigurationError(location, "a property needs a name before '='") }

        let name = rawName.lowercased()
        // A command is used unchanged, as by the AWS CLI: the text after a # may be an argument of the helper.
        let value = String(name == "credential_process" ? rawValue : rawValue.withoutComment)
        let isKept = rawName.utf8.allSatisfy(\.isNameByte)
        property = OpenProperty(name: name, indentation: indentation, isKept: isKept, hasNested: value.isEmpty)
        guard isKept, case .kept(let keyPath, let owner, _) = section else { return }
        result[keyPath: keyPath][owner]?.properties[name] =
            ConfigurationProperty(value: value, location: location, file: kind)
    }

    private mutating func readContinuation(
        _ text: Substring, of property: OpenProperty, at location: FileLocation
    ) throws {
        var nested: (name: String, value: ConfigurationProperty.Nested)?
        if property.hasNested {
            guard let (name, value) = text.splitAtEquals else {
                throw ConfigurationError(location, "expected an '=' sign defining a sub-property")
            }
            guard !name.isEmpty else { throw ConfigurationError(location, "a sub-property needs a name before '='") }
            nested = (name.lowercased(), .init(value: String(value.withoutComment), location: location))
        }
        guard property.isKept, case .kept(let keyPath, let owner, _) = section else { return }
        result[keyPath: keyPath][owner]?.properties[property.name]?.value += "\n\(text)"
        if let nested { result[keyPath: keyPath][owner]?.properties[property.name]?.nested[nested.name] = nested.value }
    }
}
