"""The life of each thing of a village as one table: which action leads from where to where, who may take it, what it must say."""
