using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;

namespace Fuyao.Kernel.Data;

/// <summary>
/// One column for work in plain SQL: its values are read and bound exactly as the object mapper reads and binds them, so the
/// same value looks the same whichever engine holds it.
/// </summary>
public sealed class StoredColumn
{
    private readonly RelationalTypeMapping mapping;
    private readonly Func<DbDataReader, int, object> read;

    private StoredColumn(IProperty property, string name, string delimited)
    {
        (Property, Name, Delimited) = (property, name, delimited);
        mapping = property.GetRelationalTypeMapping();
        read = Reader(mapping, property.ClrType);
    }

    public IProperty Property { get; }

    public string Name { get; }

    /// <summary>The name as SQL writes it.</summary>
    public string Delimited { get; }

    /// <summary>The columns of an entity's own table, in the order of the model.</summary>
    public static IReadOnlyList<StoredColumn> Of(PlatformDb db, IEntityType entity)
    {
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        var sql = db.GetService<ISqlGenerationHelper>();
        return [.. entity.GetProperties().Where(p => p.GetColumnName(table) is not null)
            .Select(p => new StoredColumn(p, p.GetColumnName(table)!, sql.DelimitIdentifier(p.GetColumnName(table)!)))];
    }

    /// <summary>The property's value, or null.</summary>
    public object? Read(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : read(reader, ordinal);

    /// <summary>Adds a parameter that holds a property's value.</summary>
    public void Bind(DbCommand command, string name, object? value) =>
        command.Parameters.Add(mapping.CreateParameter(command, name, value, Property.IsNullable));

    /// <summary>The value as the provider stores it, and the type it has in the database.</summary>
    public (object? Value, string StoreType) ToStore(object? value) =>
        (value is null || mapping.Converter is not { } converter ? value : converter.ConvertToProvider(value), mapping.StoreType);

    private static Func<DbDataReader, int, object> Reader(RelationalTypeMapping mapping, Type type)
    {
        var (reader, ordinal) = (Expression.Parameter(typeof(DbDataReader)), Expression.Parameter(typeof(int)));
        Expression value = mapping.CustomizeDataReaderExpression(Expression.Call(reader, mapping.GetDataReaderMethod(), ordinal));
        if (mapping.Converter is { } converter)
        {
            var from = converter.ConvertFromProviderExpression;
            value = value.Type == from.Parameters[0].Type ? value : Expression.Convert(value, from.Parameters[0].Type);
            value = ReplacingExpressionVisitor.Replace(from.Parameters[0], value, from.Body);
        }

        var plain = Nullable.GetUnderlyingType(type) ?? type;
        value = value.Type == plain ? value : Expression.Convert(value, plain);
        return Expression.Lambda<Func<DbDataReader, int, object>>(Expression.Convert(value, typeof(object)), reader, ordinal).Compile();
    }
}
