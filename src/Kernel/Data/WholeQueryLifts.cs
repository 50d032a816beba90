using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;

namespace Fuyao.Kernel.Data;

/// <summary>
/// EF lifts a filter from a whole query, wherever in it the filter is lifted: a table that is joined with one that is looked at across
/// areas would lose its own area unseen. Such a query is refused until it says for each of its tables that it looks beyond the area.
/// Asked once a query, when it is compiled.
/// </summary>
internal sealed class WholeQueryLifts : IQueryExpressionInterceptor
{
    public static readonly WholeQueryLifts Instance = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        var tables = new Tables();
        tables.Visit(queryExpression);
        return tables.Lifted && tables.Scoped is { } forgotten
            ? throw new InvalidOperationException(
                $"This query lifts the area filter from one table, and with it from {forgotten.Name}: ask in two queries, or say AcrossAreas() for {forgotten.Name} too and name its area.")
            : queryExpression;
    }

    private sealed class Tables : ExpressionVisitor
    {
        private int lifts;

        public bool Lifted { get; private set; }

        /// <summary>A table that relies on its filter.</summary>
        public Type? Scoped { get; private set; }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (node.Method.Name != nameof(EntityFrameworkQueryableExtensions.IgnoreQueryFilters) || node.Method.DeclaringType != typeof(EntityFrameworkQueryableExtensions))
            {
                return base.VisitMethodCall(node);
            }

            Lifted = true;
            lifts++;
            Visit(node.Arguments[0]);
            lifts--;
            return node;
        }

        protected override Expression VisitExtension(Expression node)
        {
            if (node is EntityQueryRootExpression root)
            {
                if (lifts == 0 && root.EntityType.ClrType.IsAssignableTo(typeof(IInArea)))
                {
                    Scoped = root.EntityType.ClrType;
                }

                return node;
            }

            return base.VisitExtension(node);
        }
    }
}
