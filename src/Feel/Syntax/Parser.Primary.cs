using System.Globalization;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Syntax;

internal sealed partial class Parser
{
    private Ast ParsePostfix()
    {
        var target = ParsePrimary();
        for (var n = 0; !_stopped; n++)
        {
            if (n > _maxDepth)
                return Stop();
            if (_token.Is("."))
            {
                Advance();
                if (_token.Kind is not (TokenKind.Name or TokenKind.Keyword))
                {
                    Unexpected("属性名", "a property name");
                    return target;
                }
                var name = _token;
                Advance();
                target = new PathAst(target, name.Text, name.Start, target.Start, _lastEnd);
            }
            else if (_token.Is("[") && !(_rangeEnd == _depth && target is LiteralAst or AtAst or CallAst))
            {
                Advance();
                var filter = ParseExpression();
                Expect("]");
                target = new FilterAst(target, filter, target.Start, _lastEnd);
            }
            else if (_token.Is("(") && target is not LiteralAst)
            {
                Advance();
                var arguments = ParseArguments();
                Expect(")");
                target = new CallAst(target, arguments, target.Start, _lastEnd);
            }
            else
                return target;
        }
        return target;
    }

    private List<ArgumentAst> ParseArguments()
    {
        var arguments = new List<ArgumentAst>();
        if (_token.Is(")"))
            return arguments;
        do
        {
            if (arguments.Count > 0)
                Advance();
            arguments.Add(ParseArgument());
        }
        while (!_stopped && _token.Is(","));
        return arguments;
    }

    private ArgumentAst ParseArgument()
    {
        var first = _token;
        if (first.Kind is TokenKind.Name or TokenKind.Keyword && NameBefore(":", first) is { } name)
        {
            Expect(":");
            return new(name, first.Start, ParseExpression());
        }
        // A range may be an argument in its unary form: f(> 5).
        return new(null, first.Start, ComparisonOperator(_token) is null ? ParseExpression() : ParseTest());
    }

    /// <summary>Reads a run of words as one new name when it is followed by the given sign; otherwise reads nothing.</summary>
    private string? NameBefore(string sign, Token first)
    {
        var text = _lexer.Text;
        var end = first.Start;
        while (end < text.Length && !text.AsSpan(end).StartsWith(sign) && text[end] is not (',' or '(' or ')' or '{' or '}' or '[' or ']' or '"' or '=' or '<' or '>' or ':'))
            end++;
        if (end >= text.Length || !text.AsSpan(end).StartsWith(sign) || end == first.Start)
            return null;
        var name = Characters.Collapse(text[first.Start..end]);
        if (!Characters.IsStart(name, 0))
            return null;
        _lexer.Names.Add(name);
        _lastEnd = end;
        _lexer.Rewind(end);
        _token = _lexer.Next();
        return name;
    }

    private Ast ParsePrimary()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Advance();
                return Number(token);
            case TokenKind.String:
                Advance();
                return new LiteralAst(FeelValue.Of(token.Text), token.Start, token.End);
            case TokenKind.At:
                Advance();
                return new AtAst(token.Text, token.Start, token.End);
            case TokenKind.Name:
                Advance();
                return Name(token);
            case TokenKind.Keyword:
                return Keyword(token);
            case TokenKind.Symbol when token.Text is "(" or "[" or "]" or "{":
                return Bracket(token);
            case TokenKind.Bad:
                Advance();
                return new ErrorAst(token.Start, token.End);
            default:
                Unexpected("表达式", "an expression");
                // Step over a sign that cannot start an expression, unless an outer rule waits for it.
                if (token.Kind == TokenKind.Symbol && token.Text is not ("," or ")" or "}" or ":"))
                    Advance();
                return new ErrorAst(token.Start, token.End);
        }
    }

    private Ast Name(Token token)
    {
        // Words in a row that are no known name are most likely one misspelt name: report them as one.
        if (_token.Kind == TokenKind.Name && token.Text != "?" && _lexer.Text.AsSpan(token.End, _token.Start - token.End).IsWhiteSpace())
        {
            var name = token.Text;
            while (_token.Kind == TokenKind.Name)
            {
                name += " " + _token.Text;
                Advance();
            }
            return new NameAst(name, token.Start, _lastEnd);
        }
        return new NameAst(token.Text, token.Start, token.End);
    }

    private Ast Number(Token token)
    {
        if (decimal.TryParse(token.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) && Digits(value.ToString(CultureInfo.InvariantCulture)) == Digits(token.Text))
            return new LiteralAst(FeelValue.Of(value), token.Start, token.End);
        // What cannot be held exactly is refused, not rounded.
        _problems.Error("number-range", token.Start, token.End, $"数 {token.Text} 超出范围：最多 28 位有效数字和 28 位小数", $"The number {token.Text} is out of range: at most 28 digits and 28 places.");
        return new ErrorAst(token.Start, token.End);
    }

    // The digits that count, whatever the point and the exponent.
    private static string Digits(string number)
    {
        var exponent = number.AsSpan().IndexOfAny('e', 'E');
        return (exponent < 0 ? number : number[..exponent]).Replace(".", "", StringComparison.Ordinal).Trim('0');
    }

    private Ast Keyword(Token token)
    {
        switch (token.Text)
        {
            case "true" or "false":
                Advance();
                return new LiteralAst(FeelValue.Of(token.Text == "true"), token.Start, token.End);
            case "null":
                Advance();
                return new LiteralAst(default, token.Start, token.End);
            case "if":
                return If(token);
            case "for":
                return For(token);
            case "some" or "every":
                return Quantifier(token);
            case "function":
                return Function(token);
            default:
                Unexpected("表达式", "an expression");
                return new ErrorAst(token.Start, token.End);
        }
    }

    private IfAst If(Token token)
    {
        Advance();
        var condition = ParseExpression();
        Expect("then");
        var then = ParseExpression();
        Expect("else");
        var @else = ParseExpression();
        return new IfAst(condition, then, @else, token.Start, _lastEnd);
    }

    private ForAst For(Token token)
    {
        Advance();
        var iterators = Iterators("return");
        _lexer.Names.Add("partial");
        var body = ParseExpression();
        return new ForAst(iterators, body, token.Start, _lastEnd);
    }

    private QuantifierAst Quantifier(Token token)
    {
        Advance();
        var iterators = Iterators("satisfies");
        var condition = ParseExpression();
        return new QuantifierAst(token.Text == "every", iterators, condition, token.Start, _lastEnd);
    }

    private List<IteratorAst> Iterators(string end)
    {
        var iterators = new List<IteratorAst>();
        do
        {
            if (iterators.Count > 0)
                Advance();
            var start = _token.Start;
            var name = DeclaredName();
            Expect("in");
            var source = ComparisonOperator(_token) is null ? ParseExpression() : ParseTest();
            Ast? to = null;
            if (_token.Is(".."))
            {
                Advance();
                to = ParseExpression();
            }
            iterators.Add(new(name, start, source, to));
        }
        while (!_stopped && _token.Is(","));
        Expect(end);
        return iterators;
    }

    /// <summary>A name that is being introduced: all words up to a keyword or sign.</summary>
    private string DeclaredName()
    {
        if (_token.Kind != TokenKind.Name)
        {
            Unexpected("名称", "a name");
            return "";
        }
        var start = _token.Start;
        while (_token.Kind == TokenKind.Name)
            Advance();
        var name = Characters.Collapse(_lexer.Text[start.._lastEnd]);
        if (!NameBag.IsPlain(name))
        {
            _lexer.Names.Add(name);
        }
        return name;
    }

    private FunctionAst Function(Token token)
    {
        Advance();
        Expect("(");
        var parameters = new List<ParameterAst>();
        while (!_stopped && !_token.Is(")") && _token.Kind != TokenKind.End)
        {
            if (parameters.Count > 0 && !Expect(","))
                break;
            var name = DeclaredName();
            TypeAst? type = null;
            if (_token.Is(":"))
            {
                Advance();
                type = ParseType();
            }
            parameters.Add(new(name, type));
            if (name.Length == 0)
                break;
        }
        Expect(")");
        var external = _token.Is("external");
        if (external)
            Advance();
        var body = ParseExpression();
        return new FunctionAst(parameters, body, external, token.Start, _lastEnd);
    }

    private Ast Bracket(Token open)
    {
        Advance();
        if (open.Text == "{")
            return Context(open);
        if (open.Text == "(" && ComparisonOperator(_token) is not null)
        {
            var test = ParseTest();
            Expect(")");
            return test with { Start = open.Start, End = _lastEnd };
        }
        if (open.Text == "[" && _token.Is("]"))
        {
            Advance();
            return new ListAst([], open.Start, _lastEnd);
        }
        var first = ParseListItem();
        if (_token.Is(".."))
            return Range(open, first);
        if (open.Text == "]")
        {
            Unexpected("“..”", "'..'");
            return new ErrorAst(open.Start, _lastEnd);
        }
        if (open.Text == "(")
        {
            Expect(")");
            return first with { Start = open.Start, End = _lastEnd };
        }
        var items = new List<Ast> { first };
        while (!_stopped && _token.Is(","))
        {
            Advance();
            items.Add(ParseListItem());
        }
        Expect("]");
        return new ListAst(items, open.Start, _lastEnd);
    }

    private Ast ParseListItem() => ComparisonOperator(_token) is null ? ParseExpression() : ParseTest();

    private RangeAst Range(Token open, Ast low)
    {
        Advance();
        // After a literal end, [ closes the range; it does not filter the literal.
        var outer = _rangeEnd;
        _rangeEnd = _depth;
        var high = ParseAdditive();
        _rangeEnd = outer;
        var included = _token.Is("]");
        if (included || _token.Is(")") || _token.Is("["))
            Advance();
        else
            Unexpected("“]”或“)”", "']' or ')'");
        return new RangeAst(low, open.Text == "[", high, included, open.Start, _lastEnd);
    }

    private ContextAst Context(Token open)
    {
        var entries = new List<EntryAst>();
        while (!_stopped && !_token.Is("}") && _token.Kind != TokenKind.End)
        {
            if (entries.Count > 0 && !Expect(","))
                break;
            var start = _token.Start;
            string name;
            if (_token.Kind == TokenKind.String)
            {
                name = _token.Text;
                _lexer.Names.Add(name);
                Advance();
            }
            else if (NameBefore(":", _token) is { } read)
                name = read;
            else
            {
                Unexpected("条目名", "an entry name");
                break;
            }
            if (!Expect(":"))
                break;
            entries.Add(new(name, start, ParseExpression()));
        }
        Expect("}");
        return new ContextAst(entries, open.Start, _lastEnd);
    }
}
