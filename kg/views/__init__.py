"""What is shown of the graph: answers as rows, pages, and files for other tools."""
